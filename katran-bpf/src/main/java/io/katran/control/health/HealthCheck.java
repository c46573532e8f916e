package io.katran.control.health;

import io.katran.spi.HealthChecker;
import java.time.Duration;
import java.util.Objects;

/**
 * How the reals of a VIP are checked.
 *
 * <p>Two checks are equal if they have the same checker instance and the same numbers. The host
 * makes one checker for all VIPs with the same settings, so that probes of one target are shared.
 *
 * @param checker started and closed by who made it, not by the scheduler
 * @param port where to probe, 1 to 65535
 * @param interval between the starts of two probes of a target, positive
 * @param timeout after which a probe counts as failed, positive and at most the interval
 * @param rise consecutive successes that bring a real up, 1 or more
 * @param fall consecutive failures that take it down, 1 or more
 */
public record HealthCheck(
        HealthChecker checker, int port, Duration interval, Duration timeout, int rise, int fall) {

    public HealthCheck {
        Objects.requireNonNull(checker, "checker");
        require(port >= 1 && port <= 65535, "port " + port + " is not in 1..65535");
        require(interval.toNanos() > 0, "interval " + interval + " is not positive");
        require(
                timeout.toNanos() > 0 && timeout.compareTo(interval) <= 0,
                "timeout " + timeout + " is not in (0, interval " + interval + "]");
        require(rise >= 1, "rise " + rise + " is not 1 or more");
        require(fall >= 1, "fall " + fall + " is not 1 or more");
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException("health check: " + problem);
        }
    }
}
