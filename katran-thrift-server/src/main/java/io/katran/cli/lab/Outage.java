package io.katran.cli.lab;

import static io.katran.cli.lab.Expectation.expect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Kills the server of a real while connections are being made, and watches what becomes of them:
 * only the share of the dead real may fail, and only until its health check takes it out.
 */
final class Outage {
    /** So many connections in a row without a failure mean that the real is out. */
    private static final int QUIET = 300;

    private final Daemons daemons;
    private final List<Service> services;
    private final Journal journal;
    private final Duration limit;

    Outage(Daemons daemons, List<Service> services, Journal journal, Duration limit) {
        this.daemons = daemons;
        this.services = services;
        this.journal = journal;
        this.limit = limit;
    }

    void run(LabNode mortal) {
        AtomicBoolean on = new AtomicBoolean(true);
        Map<Service, OutageWatch> watches = new LinkedHashMap<>();
        services.forEach(service -> watches.put(service, new OutageWatch()));
        List<Thread> loads = new ArrayList<>();
        watches.forEach(
                (service, watch) -> {
                    Thread load = new Thread(() -> service.client().connectWhile(on::get, watch));
                    load.start();
                    loads.add(load);
                });
        try {
            watches.values().forEach(OutageWatch::begin);
            kill(mortal);
            long start = System.nanoTime();
            boolean out =
                    Pause.until(
                            limit,
                            () -> watches.values().stream().allMatch(watch -> watch.isOver(QUIET)));
            expect(
                    out,
                    "%s is dead and connections still fail %.0f s later: %s",
                    mortal.name(),
                    Journal.seconds(start),
                    watches.values().stream().map(OutageWatch::summary).toList());
        } finally {
            on.set(false);
            loads.forEach(Outage::join);
        }
        journal.say("server of %s killed under load:", mortal.name());
        watches.forEach((service, watch) -> report(service, watch, mortal));
    }

    private void kill(LabNode mortal) {
        ProcessHandle server =
                daemons.serverOf(mortal)
                        .orElseThrow(() -> new IllegalStateException(mortal.name() + " is dead"));
        server.destroyForcibly();
    }

    private void report(Service service, OutageWatch watch, LabNode mortal) {
        OutageWatch.Summary summary = watch.summary();
        double share = Shares.expected(service.weights()).get(mortal.name());
        int most = Shares.mostFailures(summary.connections(), share);
        journal.more(
                "%s: %d of %d connections failed (%s) until it was taken out after %.1f s; its share"
                        + " is %.0f %%",
                service.family(),
                summary.failures(),
                summary.connections(),
                summary.kinds(),
                summary.seconds(),
                100 * share);
        expect(
                summary.failures() <= most,
                "%s: %d failures; the share of %s explains at most %d: others are hit too",
                service.family(),
                summary.failures(),
                mortal.name(),
                most);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
