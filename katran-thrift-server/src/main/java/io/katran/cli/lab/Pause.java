package io.katran.cli.lab;

import io.katran.api.ErrorCode;
import io.katran.api.KatranException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting, always with an end. */
final class Pause {
    private static final long POLL_MS = 50;

    private Pause() {}

    static void ms(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KatranException(ErrorCode.CLOSED, "interrupted", e);
        }
    }

    /** Polls until the condition holds; false if it did not within the limit. */
    static boolean until(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            ms(POLL_MS);
        }
        return true;
    }
}
