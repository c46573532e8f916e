package io.katran.cli.ctl;

import io.katran.api.ErrorCode;
import io.katran.api.KatranException;
import java.util.concurrent.TimeUnit;

/** Time for statistics: what it is, and how it passes. */
interface Pacer {
    /** The machine's clock. */
    Pacer SYSTEM =
            new Pacer() {
                @Override
                public long nanoTime() {
                    return System.nanoTime();
                }

                @Override
                public void sleepUntil(long nanoTime) {
                    try {
                        TimeUnit.NANOSECONDS.sleep(nanoTime - System.nanoTime());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new KatranException(ErrorCode.CLOSED, "interrupted", e);
                    }
                }
            };

    /** As {@link System#nanoTime}. */
    long nanoTime();

    /** Returns at once if that time has passed. */
    void sleepUntil(long nanoTime);
}
