package io.katran.benchmark.measure;

import io.katran.api.ErrorCode;
import io.katran.api.KatranException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * CPU time of the calling thread, kernel included. It stands still while the thread waits for a
 * CPU, so that neighbours on the machine disturb only through the caches.
 */
public final class ThreadClock {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int TRIALS = 1000;

    /** Coarser than this, a batch of packets could not be told from the next. */
    private static final long COARSEST_NS = 10_000;

    private ThreadClock() {}

    public static long nanos() {
        return THREADS.getCurrentThreadCpuTime();
    }

    /**
     * The smallest step that the clock was seen to make, reading it included.
     *
     * @throws KatranException if the JVM has no such clock, or none that is fine enough
     */
    public static long resolutionNs() {
        if (!THREADS.isCurrentThreadCpuTimeSupported()) {
            throw new KatranException(
                    ErrorCode.INTERNAL,
                    "this JVM cannot read a thread's CPU time; use a HotSpot JVM on Linux");
        }
        long smallest = Long.MAX_VALUE;
        for (int trial = 0; trial < TRIALS; trial++) {
            long start = nanos();
            long now = nanos();
            while (now == start) {
                now = nanos();
            }
            smallest = Math.min(smallest, now - start);
        }
        if (smallest > COARSEST_NS) {
            throw new KatranException(
                    ErrorCode.INTERNAL,
                    "the thread CPU clock moves in steps of "
                            + smallest
                            + " ns, more than "
                            + COARSEST_NS
                            + " ns; use a HotSpot JVM on Linux, which reads"
                            + " CLOCK_THREAD_CPUTIME_ID");
        }
        return smallest;
    }
}
