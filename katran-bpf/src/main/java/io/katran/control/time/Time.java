package io.katran.control.time;

import java.time.Duration;

/**
 * A monotonic clock with the two things one does with it: waiting, and having something done later.
 */
public interface Time {

    /** Nanoseconds since some moment; never goes back. */
    long nanos();

    /** Returns after at least this long; at once if it is not positive. */
    void sleep(Duration duration);

    /**
     * Runs a task once, at the earliest after a delay.
     *
     * @param task short, and never blocking: all tasks may share one thread
     */
    Scheduled schedule(Duration delay, Runnable task);

    /** A task that waits for its time. */
    interface Scheduled {
        /** Takes the task back; does nothing if it runs or has run. */
        void cancel();
    }
}
