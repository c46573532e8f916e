package io.katran.control.health;

import io.katran.api.IpAddress;
import io.katran.api.VipKey;

/** Takes what health checks say. Thread-safe; calls return at once. */
public interface HealthSink {

    /**
     * A probe of a real of a VIP has a result.
     *
     * @param state of the real after it, thresholds applied
     * @param detail what the checker said of this probe
     */
    void report(VipKey vip, IpAddress real, HealthState state, String detail);
}
