package io.katran.control;

import io.katran.api.VipKey;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the data path should hold: a pure function of what is desired and of what the health checks
 * say.
 *
 * <p>A real gets its configured weight if it is up, and 0 if it is down, not checked yet, or
 * drained. If that leaves a VIP without any weight, it has no real to send to and its packets are
 * dropped and counted; no real is kept against its health check.
 *
 * <p>VIPs whose inputs did not change are the same instances as in the state before, so that the
 * planner can pass over them.
 */
record EffectiveState(DesiredState desired, Health health, Map<VipKey, EffectiveVip> vips) {

    static EffectiveState of(DesiredState desired) {
        return new EffectiveState(desired, Health.NONE, Map.of()).derive(desired, Health.NONE);
    }

    /** The state for other inputs. */
    EffectiveState then(DesiredState nextDesired, Health nextHealth) {
        if (nextDesired == desired && nextHealth == health) {
            return this;
        }
        return derive(nextDesired, nextHealth);
    }

    private EffectiveState derive(DesiredState nextDesired, Health nextHealth) {
        Map<VipKey, EffectiveVip> next = new LinkedHashMap<>();
        for (DesiredVip vip : nextDesired.vips().values()) {
            next.put(vip.key(), next(vip, nextDesired, nextHealth));
        }
        return new EffectiveState(nextDesired, nextHealth, Collections.unmodifiableMap(next));
    }

    private EffectiveVip next(DesiredVip vip, DesiredState nextDesired, Health nextHealth) {
        EffectiveVip present = vips.get(vip.key());
        if (present != null
                && desired.vips().get(vip.key()) == vip
                && desired.flags() == nextDesired.flags()
                && health.of(vip.key()) == nextHealth.of(vip.key())) {
            return present;
        }
        EffectiveVip next = EffectiveVip.of(vip, nextDesired, nextHealth.of(vip.key()));
        return next.equals(present) ? present : next;
    }
}
