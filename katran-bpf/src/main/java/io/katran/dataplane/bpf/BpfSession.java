package io.katran.dataplane.bpf;

import io.katran.api.DataplaneException;
import io.katran.api.ErrorCode;
import io.katran.bpf.BpfException;
import io.katran.bpf.BpfMap;
import io.katran.bpf.Cpus;
import io.katran.bpf.TestResult;
import io.katran.bpf.TestRun;
import io.katran.control.Dataplane;
import io.katran.control.settings.Settings;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/**
 * A program instance that is attached to nothing and runs the packets it is given.
 *
 * <p>It decides as an attached one does, with counters and connection tables of its own. Packets
 * run on the calling thread; since connection tables belong to CPUs, a series of packets belongs
 * inside one {@link #onOneCpu}.
 */
public final class BpfSession implements AutoCloseable {
    private static final String[] VERDICTS = {"ABORTED", "DROP", "PASS", "TX", "REDIRECT"};

    private final BpfDataplane dataplane;
    private final BpfSettings settings;

    private BpfSession(BpfDataplane dataplane, BpfSettings settings) {
        this.dataplane = dataplane;
        this.settings = settings;
    }

    /**
     * What became of a packet.
     *
     * @param verdict {@code TX}, {@code DROP}, {@code PASS}, {@code ABORTED} or {@code REDIRECT}
     * @param frame the frame as the program left it; of no meaning if it was dropped
     */
    public record Outcome(String verdict, byte[] frame) {}

    /**
     * Opens an instance as the settings say, all of them but those of the interface.
     *
     * @throws DataplaneException if the program cannot be loaded
     */
    public static BpfSession open(Settings settings) {
        return open(BpfSettings.of(settings));
    }

    static BpfSession open(BpfSettings settings) {
        return new BpfSession(BpfDataplane.open(settings), settings);
    }

    /** Where the state that packets are forwarded by is written. */
    public Dataplane dataplane() {
        return dataplane;
    }

    /** Runs something with the calling thread held on the first forwarding core. */
    public <T> T onOneCpu(Supplier<T> action) {
        return KernelErrors.call(
                "cannot stay on one CPU",
                () -> Cpus.pinned(settings.forwardingCores().get(0), action));
    }

    /**
     * Runs the program on one frame.
     *
     * @throws DataplaneException if the kernel does not take the frame: it is shorter than an
     *     Ethernet header or longer than a page holds
     */
    public Outcome run(byte[] frame) {
        try {
            TestResult result = dataplane.balancer().program().testRun(TestRun.of(frame));
            int verdict = result.returnValue();
            return new Outcome(
                    verdict >= 0 && verdict < VERDICTS.length
                            ? VERDICTS[verdict]
                            : Integer.toString(verdict),
                    result.packet());
        } catch (BpfException e) {
            throw new DataplaneException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a frame of "
                            + frame.length
                            + " bytes cannot be run: "
                            + e.getMessage()
                            + " (the kernel takes 14 bytes up to what fits into a page)",
                    e);
        }
    }

    /** Empties what packets write, counters excepted: connection tables and rate limiters. */
    public void forget() {
        KernelErrors.run(
                "cannot empty the connection tables",
                () -> {
                    dataplane.balancer().connections.purgeAll();
                    BpfMap limiters = dataplane.balancer().map("limiters");
                    limiters.update(limiters.newKeys(1), limiters.newValues(1));
                });
    }

    /** Lets time pass for all flows that the connection tables know. */
    public void age(long nanos) {
        KernelErrors.run(
                "cannot age the connection tables",
                () -> dataplane.balancer().connections.age(nanos));
    }

    /** Begins a second in which every core has seen so many new flows already. */
    public void setNewFlowCount(int count) {
        BpfMap limiters = dataplane.balancer().map("limiters");
        ByteBuffer values = limiters.newValues(1);
        for (int cpu = 0; cpu < Cpus.possibleCount(); cpu++) {
            dataplane
                    .balancer()
                    .layout
                    .limiters
                    .putWindow(values, cpu * limiters.perCpuStride(), System.nanoTime(), count);
        }
        KernelErrors.run(
                "cannot set the new-flow count",
                () -> limiters.update(limiters.newKeys(1), values));
    }

    @Override
    public void close() {
        dataplane.close();
    }
}
