package io.katran.cli.lab;

import static io.katran.cli.lab.Expectation.expect;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What a balancer in the lab must do, seen from the client, in this order: balance by weight, lose
 * only a dead real's share and only until its health check notices, take the real back, and drain a
 * real without losing a connection.
 */
final class Scenario {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration CHANGE_LIMIT = Duration.ofSeconds(20);
    private static final int SHARE_CONNECTIONS = 10_000;
    private static final int CHECK_CONNECTIONS = 2_000;
    private static final int PROBE_CONNECTIONS = 200;

    private final Topology topology;
    private final Daemons daemons;
    private final List<Service> services;
    private final BooleanSupplier balancerLives;
    private final Journal journal;

    Scenario(
            Topology topology,
            Daemons daemons,
            List<Service> services,
            BooleanSupplier balancerLives,
            Journal journal) {
        this.topology = topology;
        this.daemons = daemons;
        this.services = services;
        this.balancerLives = balancerLives;
        this.journal = journal;
    }

    /**
     * Runs all of it.
     *
     * @throws Expectation at the first thing that is not as it should be
     */
    void run() {
        awaitBalancer();
        balanceByWeight();
        LabNode mortal = topology.reals().get(2);
        killAndRevive(mortal);
        drain(topology.reals().get(0));
    }

    private void awaitBalancer() {
        long start = System.nanoTime();
        for (Service service : services) {
            boolean ready =
                    Pause.until(
                            START_LIMIT,
                            () -> {
                                expect(balancerLives.getAsBoolean(), "the server ended");
                                return answersFromAll(service);
                            });
            expect(
                    ready,
                    "%s: not all reals answer on %s after %d s; last 20 connections: %s",
                    service.family(),
                    service.vip(),
                    START_LIMIT.toSeconds(),
                    service.client().connect(20));
        }
        journal.say("all reals answer on both VIPs (after %.1f s)", Journal.seconds(start));
    }

    private boolean answersFromAll(Service service) {
        if (service.client().connect(1).failed() > 0) {
            return false;
        }
        Outcomes outcomes = service.client().connect(PROBE_CONNECTIONS);
        return outcomes.failed() == 0 && outcomes.byReal().size() == topology.reals().size();
    }

    private void balanceByWeight() {
        long start = System.nanoTime();
        Map<Service, Outcomes> outcomes = new LinkedHashMap<>();
        for (Service service : services) {
            outcomes.put(service, service.client().connect(SHARE_CONNECTIONS));
        }
        journal.say(
                "%d TCP connections to each VIP (in %.1f s), by who answered:",
                SHARE_CONNECTIONS, Journal.seconds(start));
        new ShareTable(topology.reals(), outcomes)
                .lines()
                .forEach(line -> journal.more("%s", line));
        outcomes.forEach(
                (service, result) -> Shares.check(service.family(), result, service.weights()));
    }

    private void killAndRevive(LabNode mortal) {
        new Outage(daemons, services, journal, CHANGE_LIMIT).run(mortal);
        for (Service service : services) {
            Map<String, Integer> weights = service.weights();
            weights.put(mortal.name(), 0);
            Shares.check(service.family(), service.client().connect(CHECK_CONNECTIONS), weights);
        }
        journal.say(
                "without %s: %d more connections to each VIP, none failed, shares by weight",
                mortal.name(), CHECK_CONNECTIONS);
        daemons.start(List.of(mortal));
        long start = System.nanoTime();
        for (Service service : services) {
            expect(
                    Pause.until(CHANGE_LIMIT, () -> answersFromAll(service)),
                    "%s: %s serves again and gets no connections after %d s",
                    service.family(),
                    mortal.name(),
                    CHANGE_LIMIT.toSeconds());
        }
        journal.say(
                "%s serves again and is taken back (after %.1f s)",
                mortal.name(), Journal.seconds(start));
    }

    private void drain(LabNode real) {
        try (HeldConnections held = HeldConnections.open(services)) {
            journal.say(
                    "%d long-lived connections opened, %d of them to %s; its weight is set to 0",
                    held.count(), held.countTo(real.name()), real.name());
            expect(held.countTo(real.name()) > 0, "none of them leads to %s", real.name());
            services.forEach(service -> service.setWeight(real, 0));
            long start = System.nanoTime();
            for (Service service : services) {
                expect(
                        Pause.until(CHANGE_LIMIT, () -> getsNothing(service, real)),
                        "%s: %s still gets new connections %d s after its weight became 0",
                        service.family(),
                        real.name(),
                        CHANGE_LIMIT.toSeconds());
            }
            double drained = Journal.seconds(start);
            for (Service service : services) {
                Outcomes outcomes = service.client().connect(CHECK_CONNECTIONS);
                Shares.check(service.family(), outcomes, service.weights());
            }
            int lost = held.askAll(journal);
            expect(lost == 0, "%d of %d long-lived connections were lost", lost, held.count());
            journal.say(
                    "%s drained (after %.1f s): no new connections of %d, and all %d held ones answer"
                            + " as before",
                    real.name(), drained, services.size() * CHECK_CONNECTIONS, held.count());
        }
    }

    private static boolean getsNothing(Service service, LabNode real) {
        return service.client().connect(PROBE_CONNECTIONS).of(real.name()) == 0;
    }
}
