package io.katran.benchmark.control;

import io.katran.api.HashFunction;
import io.katran.api.IpAddress;
import io.katran.api.Real;
import io.katran.api.Vip;
import io.katran.api.VipKey;
import io.katran.benchmark.control.ControlResult.Timing;
import io.katran.benchmark.measure.Machine;
import io.katran.benchmark.measure.Samples;
import io.katran.bpf.Cpus;
import io.katran.control.Balancer;
import io.katran.control.BalancerSettings;
import io.katran.control.Dataplane;
import io.katran.dataplane.bpf.UnattachedInstance;
import io.katran.maglev.Ring;
import io.katran.maglev.Ring.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Times single steps from a change to the kernel, on a loaded instance that is attached to nothing.
 * Wall time: what a caller would wait.
 */
public final class ControlBenchmark {
    private static final int REALS = 100;
    private static final int COUNTED_ENDPOINTS = 8192;
    private static final int TABLE_ENTRIES = 1000;
    private static final double NS_PER_US = 1000.0;

    private final int rounds;
    private final Consumer<String> progress;

    /**
     * @param rounds how often each step is timed, after as many times to warm up
     * @param progress is told, line by line, what is going on
     */
    public ControlBenchmark(int rounds, Consumer<String> progress) {
        this.rounds = rounds;
        this.progress = progress;
    }

    /**
     * @throws io.katran.api.DataplaneException if the kernel refuses
     */
    public ControlResult run() {
        Machine machine = Machine.now();
        List<Timing> timings = new ArrayList<>();
        try (UnattachedInstance instance =
                UnattachedInstance.open(Cpus.online().get(0), TABLE_ENTRIES)) {
            Dataplane dataplane = instance.session().dataplane();
            int ringSize = dataplane.capacity().ringSize();
            List<Member> members = members();
            short[] ring = Ring.of(HashFunction.MAGLEV, ringSize, members);
            timings.add(
                    time(
                            "ring",
                            "compute a ring, 65,537 slots, 100 reals",
                            () -> Ring.of(HashFunction.MAGLEV, ringSize, members)));
            timings.add(
                    time(
                            "ring-write",
                            "write one ring into the kernel",
                            () -> dataplane.writeRing(0, ring)));
            timings.add(
                    time(
                            "counters",
                            "read all counters, 8,192 endpoints",
                            () -> {
                                dataplane.readGlobalCounts();
                                dataplane.readEndpointCounts(0, COUNTED_ENDPOINTS);
                            }));
            timings.add(timeOfNewReal(dataplane));
        }
        return new ControlResult(machine, rounds, timings);
    }

    /** From the call until packets follow: the brain, the ring, the kernel. */
    private Timing timeOfNewReal(Dataplane dataplane) {
        VipKey key = VipKey.parse("10.200.1.1:443/tcp");
        List<Real> reals = members().stream().map(m -> Real.of(m.address().toString(), 1)).toList();
        Real last = reals.get(REALS - 1);
        try (Balancer balancer = new Balancer(dataplane, BalancerSettings.DEFAULT)) {
            balancer.addVip(Vip.builder(key).reals(reals.subList(0, REALS - 1)).build());
            return time(
                    "real-add",
                    "add the 100th real of a VIP, until packets follow",
                    () -> balancer.putReal(key, last),
                    () -> balancer.removeReal(key, last.address()));
        }
    }

    private Timing time(String id, String title, Runnable step) {
        return time(id, title, step, () -> {});
    }

    private Timing time(String id, String title, Runnable step, Runnable undo) {
        progress.accept(title);
        List<Double> us = new ArrayList<>();
        for (int round = -rounds; round < rounds; round++) {
            long start = System.nanoTime();
            step.run();
            double taken = (System.nanoTime() - start) / NS_PER_US;
            undo.run();
            if (round >= 0) {
                us.add(taken);
            }
        }
        return new Timing(id, title, Samples.of(us));
    }

    private static List<Member> members() {
        return IntStream.rangeClosed(1, REALS)
                .mapToObj(i -> new Member(IpAddress.parse("10.0.0." + i), 1))
                .toList();
    }
}
