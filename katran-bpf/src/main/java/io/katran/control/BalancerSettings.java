package io.katran.control;

import io.katran.api.MacAddress;
import io.katran.control.settings.Settings;
import java.util.Objects;

/**
 * What a balancer is told once; all other sizes are those of its data path.
 *
 * @param gatewayMac next hop at the start; all zeros if it is not known yet
 * @param maxReals {@code katran.limits.max-reals}: real numbers are below it, and 0 is none
 * @param maxServerIds {@code katran.limits.max-server-ids}: the largest server id
 */
public record BalancerSettings(MacAddress gatewayMac, int maxReals, int maxServerIds) {
    /** What the settings file has without being told otherwise. */
    public static final BalancerSettings DEFAULT =
            new BalancerSettings(new MacAddress(0), 4096, 16_777_214);

    /** What these settings say. */
    public static BalancerSettings of(Settings settings) {
        return new BalancerSettings(
                settings.gatewayMac().orElse(new MacAddress(0)),
                settings.limits().maxReals(),
                settings.limits().maxServerIds());
    }

    public BalancerSettings {
        Objects.requireNonNull(gatewayMac, "gatewayMac");
        if (maxReals < 2) {
            throw new IllegalArgumentException("maxReals " + maxReals + " is not 2 or more");
        }
        if (maxServerIds < 1) {
            throw new IllegalArgumentException("maxServerIds " + maxServerIds + " is not positive");
        }
    }
}
