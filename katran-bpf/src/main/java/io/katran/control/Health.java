package io.katran.control;

import io.katran.api.IpAddress;
import io.katran.api.VipKey;
import io.katran.control.health.HealthState;
import java.util.Map;

/** What the health checks said last, by VIP and real. Immutable. */
record Health(Map<VipKey, Map<IpAddress, HealthState>> states) {
    static final Health NONE = new Health(Map.of());

    /** The same instance as long as nothing changes for the VIP. */
    Map<IpAddress, HealthState> of(VipKey vip) {
        return states.getOrDefault(vip, Map.of());
    }
}
