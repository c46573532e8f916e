package io.katran.control.health;

import io.katran.api.IpAddress;
import io.katran.api.VipKey;
import io.katran.control.time.Time;
import io.katran.spi.HealthChecker;
import io.katran.spi.HealthTarget;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Probes the reals of all VIPs that have a check.
 *
 * <p>A target that several VIPs check in the same way (same checker, address, port, interval and
 * timeout) is probed once and the result given to each, which counts it against its own {@code
 * rise} and {@code fall}. Intervals vary by a tenth at random, so that probes do not fall into
 * step. A probe that is late, completes exceptionally, or throws, is a failed one.
 *
 * <p>Thread-safe; nothing here blocks.
 */
public final class HealthScheduler implements AutoCloseable {
    private final Time time;
    private final RandomGenerator random;
    private final HealthSink sink;
    private final Map<TargetKey, Probe> probes = new HashMap<>();
    private Map<VipKey, Watch> watched = Map.of();
    private boolean closed;

    /** What makes two checks of an address the same probe. */
    private record TargetKey(
            HealthChecker checker,
            IpAddress address,
            int port,
            Duration interval,
            Duration timeout) {
        static TargetKey of(HealthCheck check, IpAddress address) {
            return new TargetKey(
                    check.checker(), address, check.port(), check.interval(), check.timeout());
        }
    }

    public HealthScheduler(Time time, RandomGenerator random, HealthSink sink) {
        this.time = time;
        this.random = random;
        this.sink = sink;
    }

    /**
     * Checks exactly these from now on. Reals that were checked in the same way before keep what is
     * known of them.
     */
    public synchronized void watch(Map<VipKey, Watch> wanted) {
        if (closed) {
            return;
        }
        Map<VipKey, Watch> before = watched;
        watched = Map.copyOf(wanted);
        watched.forEach(
                (vip, now) -> {
                    Watch old = before.get(vip);
                    if (!now.equals(old)) {
                        subscribe(vip, now, old);
                    }
                });
        before.forEach(
                (vip, old) -> {
                    Watch now = watched.get(vip);
                    if (!old.equals(now)) {
                        unsubscribe(vip, old, now);
                    }
                });
    }

    private void subscribe(VipKey vip, Watch now, @Nullable Watch old) {
        boolean sameCheck = old != null && old.check().equals(now.check());
        for (IpAddress real : now.reals()) {
            if (sameCheck && old.reals().contains(real)) {
                continue;
            }
            Subscriber subscriber = new Subscriber(vip, real);
            if (old != null) {
                // Thresholds may have changed while the target stays: begin anew.
                leave(subscriber, old.check());
            }
            join(subscriber, now.check());
        }
    }

    private void unsubscribe(VipKey vip, Watch old, @Nullable Watch now) {
        for (IpAddress real : old.reals()) {
            if (now == null || !now.reals().contains(real)) {
                leave(new Subscriber(vip, real), old.check());
            }
        }
    }

    private void join(Subscriber subscriber, HealthCheck check) {
        TargetKey key = TargetKey.of(check, subscriber.real());
        Probe probe = probes.get(key);
        boolean isNew = probe == null;
        if (isNew) {
            HealthTarget target =
                    new HealthTarget(subscriber.real(), check.port(), check.timeout());
            probe = new Probe(check, target, time, random, sink);
            probes.put(key, probe);
        }
        probe.subscribe(subscriber, check.rise(), check.fall());
        if (isNew) {
            probe.start();
        }
    }

    private void leave(Subscriber subscriber, HealthCheck check) {
        TargetKey key = TargetKey.of(check, subscriber.real());
        Probe probe = probes.get(key);
        if (probe != null && probe.unsubscribe(subscriber)) {
            probe.stop();
            probes.remove(key);
        }
    }

    /** How many targets are probed. */
    public synchronized int targets() {
        return probes.size();
    }

    /** Stops probing; nothing is reported after it returns. Checkers are not closed. */
    @Override
    public synchronized void close() {
        closed = true;
        probes.values().forEach(Probe::stop);
        probes.clear();
    }
}
