package io.katran.control;

import io.katran.api.VipKey;
import io.katran.control.health.Watch;
import java.util.HashMap;
import java.util.Map;

/** Derives what is to be checked; what did not change stays the same instance. One thread. */
final class Watches {
    private Map<VipKey, DesiredVip> lastVips = Map.of();
    private Map<VipKey, Watch> watches = Map.of();

    Map<VipKey, Watch> of(DesiredState desired) {
        Map<VipKey, Watch> next = new HashMap<>();
        desired.vips().forEach((key, vip) -> addTo(next, vip));
        lastVips = desired.vips();
        watches = Map.copyOf(next);
        return watches;
    }

    private void addTo(Map<VipKey, Watch> next, DesiredVip vip) {
        boolean unchanged = lastVips.get(vip.key()) == vip;
        vip.check()
                .map(
                        check ->
                                unchanged
                                        ? watches.get(vip.key())
                                        : new Watch(check, vip.weights().keySet()))
                .ifPresent(watch -> next.put(vip.key(), watch));
    }
}
