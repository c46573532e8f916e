package io.katran.control;

import io.katran.api.MacAddress;
import io.katran.control.settings.Settings;
import java.util.Objects;

/**
 * What a balancer is told once; all other sizes are those of its data path.
 *
 * @param gatewayMac next hop at the start; all zeros if it is not known yet
 * @param maxReals {@code katran.limits.max-reals}: real numbers are below it, and 0 is none
 * @param maxServerIds {@code katran.limits.max-server-ids}: how many there can be, and the largest
 *     one unless they are wide
 * @param wideServerIds {@code katran.features.server-id-v3}: ids have up to 31 bits
 */
public record BalancerSettings(
        MacAddress gatewayMac, int maxReals, int maxServerIds, boolean wideServerIds) {
    /** What the settings file has without being told otherwise. */
    public static final BalancerSettings DEFAULT =
            new BalancerSettings(new MacAddress(0), 4096, 16_777_214);

    /** What these settings say. */
    public static BalancerSettings of(Settings settings) {
        return new BalancerSettings(
                settings.gatewayMac().orElse(new MacAddress(0)),
                settings.limits().maxReals(),
                settings.limits().maxServerIds(),
                settings.serverIdRouting().wide());
    }

    /** With server ids that are not wide. */
    public BalancerSettings(MacAddress gatewayMac, int maxReals, int maxServerIds) {
        this(gatewayMac, maxReals, maxServerIds, false);
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
