package io.katran.control.health;

import io.katran.control.time.Time;
import io.katran.spi.HealthResult;
import io.katran.spi.HealthTarget;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The repeated check of one target for all VIPs that want the same check of it.
 *
 * <p>At most one probe of a target is under way. Each round ends once: by the checker's completion
 * or by the timeout, whichever is first; what comes later is ignored. Thread-safe.
 */
final class Probe {
    private static final double JITTER = 0.1;

    private final HealthCheck check;
    private final HealthTarget target;
    private final Time time;
    private final RandomGenerator random;
    private final HealthSink sink;
    private final Map<Subscriber, HealthTracker> trackers = new HashMap<>();
    private Time.@Nullable Scheduled next;
    private long round;
    private long startedAt;
    private boolean stopped;

    Probe(
            HealthCheck check,
            HealthTarget target,
            Time time,
            RandomGenerator random,
            HealthSink sink) {
        this.check = check;
        this.target = target;
        this.time = time;
        this.random = random;
        this.sink = sink;
    }

    /** Starts the first round within a quarter of the interval, so that a start is no burst. */
    synchronized void start() {
        long spread = check.interval().toNanos() / 4;
        next = time.schedule(Duration.ofNanos((long) (random.nextDouble() * spread)), this::begin);
    }

    synchronized void stop() {
        stopped = true;
        cancelNext();
    }

    synchronized void subscribe(Subscriber subscriber, int rise, int fall) {
        trackers.putIfAbsent(subscriber, new HealthTracker(rise, fall));
    }

    /** Returns whether nobody is left. */
    synchronized boolean unsubscribe(Subscriber subscriber) {
        trackers.remove(subscriber);
        return trackers.isEmpty();
    }

    private void begin() {
        long current;
        synchronized (this) {
            if (stopped) {
                return;
            }
            current = ++round;
            startedAt = time.nanos();
            next = time.schedule(check.timeout(), () -> end(current, timedOut()));
        }
        // Outside the lock: the checker is foreign code and may complete on another thread.
        try {
            check.checker()
                    .check(target)
                    .whenComplete((result, error) -> end(current, resultOf(result, error)));
        } catch (RuntimeException e) {
            end(current, resultOf(null, e));
        }
    }

    private HealthResult timedOut() {
        return HealthResult.unhealthy("no result within " + check.timeout().toMillis() + " ms");
    }

    private static HealthResult resultOf(@Nullable HealthResult result, @Nullable Throwable error) {
        if (error != null) {
            return HealthResult.unhealthy("checker failed: " + error);
        }
        return result != null ? result : HealthResult.unhealthy("checker gave no result");
    }

    private synchronized void end(long endedRound, HealthResult result) {
        if (stopped || endedRound != round) {
            return;
        }
        round++;
        cancelNext();
        next = time.schedule(untilNextRound(), this::begin);
        trackers.forEach(
                (subscriber, tracker) ->
                        sink.report(
                                subscriber.vip(),
                                subscriber.real(),
                                tracker.record(result.healthy()),
                                result.detail()));
    }

    private Duration untilNextRound() {
        double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
        long period = (long) (check.interval().toNanos() * factor);
        return Duration.ofNanos(Math.max(0, period - (time.nanos() - startedAt)));
    }

    private void cancelNext() {
        if (next != null) {
            next.cancel();
        }
    }
}
