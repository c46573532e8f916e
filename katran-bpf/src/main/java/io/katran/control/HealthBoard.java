package io.katran.control;

import io.katran.api.IpAddress;
import io.katran.api.VipKey;
import io.katran.control.health.HealthSink;
import io.katran.control.health.HealthState;
import java.util.HashMap;
import java.util.Map;
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

    @Override
    public void report(VipKey vip, IpAddress real, HealthState state, String detail) {
        boolean news;
        synchronized (this) {
            details.computeIfAbsent(vip, v -> new ConcurrentHashMap<>()).put(real, detail);
            news = health.of(vip).get(real) != state;
            if (news) {
                Map<IpAddress, HealthState> states = new HashMap<>(health.of(vip));
                states.put(real, state);
                replace(vip, states);
            }
        }
        if (news) {
            changed.run();
        }
    }

    /** Forgets reals that are not checked any more. */
    synchronized void retain(Map<VipKey, DesiredVip> vips) {
        for (VipKey key : Map.copyOf(details).keySet()) {
            DesiredVip vip = vips.get(key);
            if (vip == null || vip.check().isEmpty()) {
                details.remove(key);
                replace(key, Map.of());
            } else if (details.get(key).keySet().retainAll(vip.weights().keySet())) {
                Map<IpAddress, HealthState> states = new HashMap<>(health.of(key));
                states.keySet().retainAll(vip.weights().keySet());
                replace(key, states);
            }
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
