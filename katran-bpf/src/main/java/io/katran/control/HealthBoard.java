package io.katran.control;

import io.katran.api.IpAddress;
import io.katran.api.VipKey;
import io.katran.control.health.HealthSink;
import io.katran.control.health.HealthState;
import io.katran.control.health.Watch;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Collects what health checks say: states as an immutable snapshot for the applier, and the words
 * of the last probe for people.
 *
 * <p>Thread-safe. The listener is called, outside the lock, when a state changed.
 */
final class HealthBoard implements HealthSink {
    private final Runnable changed;
    private final Map<VipKey, Map<IpAddress, String>> details = new ConcurrentHashMap<>();
    private Map<VipKey, Watch> watches = Map.of();
    private volatile Health health = Health.NONE;

    HealthBoard(Runnable changed) {
        this.changed = changed;
    }

    Health health() {
        return health;
    }

    /** What the last probe said, empty if there was none. */
    String detail(VipKey vip, IpAddress real) {
        return details.getOrDefault(vip, Map.of()).getOrDefault(real, "");
    }

    /** Ignores reals that are not watched. */
    @Override
    public void report(VipKey vip, IpAddress real, HealthState state, String detail) {
        if (take(vip, real, state, detail)) {
            changed.run();
        }
    }

    private synchronized boolean take(
            VipKey vip, IpAddress real, HealthState state, String detail) {
        Watch watch = watches.get(vip);
        if (watch == null || !watch.reals().contains(real)) {
            return false;
        }
        details.computeIfAbsent(vip, v -> new ConcurrentHashMap<>()).put(real, detail);
        Map<IpAddress, HealthState> states = new HashMap<>(health.of(vip));
        boolean news = states.put(real, state) != state;
        if (news) {
            replace(vip, states);
        }
        return news;
    }

    /** Listens to reports on these reals from now on, and forgets all others. */
    synchronized void watch(Map<VipKey, Watch> wanted) {
        Map<VipKey, Watch> before = watches;
        watches = wanted;
        before.forEach(
                (vip, old) -> {
                    Watch now = wanted.get(vip);
                    if (now != old) {
                        retain(vip, now == null ? Set.of() : now.reals());
                    }
                });
    }

    private void retain(VipKey vip, Set<IpAddress> reals) {
        Map<IpAddress, HealthState> states = new HashMap<>(health.of(vip));
        if (states.keySet().retainAll(reals)) {
            replace(vip, states);
            details.get(vip).keySet().retainAll(reals);
        }
    }

    private void replace(VipKey vip, Map<IpAddress, HealthState> states) {
        Map<VipKey, Map<IpAddress, HealthState>> next = new HashMap<>(health.states());
        if (states.isEmpty()) {
            next.remove(vip);
        } else {
            next.put(vip, Map.copyOf(states));
        }
        health = new Health(Map.copyOf(next));
    }
}
