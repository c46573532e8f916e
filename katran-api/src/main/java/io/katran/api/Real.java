package io.katran.api;

import java.util.Objects;

/**
 * A backend of a VIP.
 *
 * @param weight its share relative to the other reals of the VIP, 0 to {@link #MAX_WEIGHT}; 0
 *     drains it: it gets no new flows and keeps those it has
 * @param flags apply to the address, whichever VIPs it serves
 */
public record Real(IpAddress address, int weight, RealFlags flags) {
    /** The largest weight: what the management protocol can carry. */
    public static final int MAX_WEIGHT = Integer.MAX_VALUE;

    public Real {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(flags, "flags");
        if (weight < 0) {
            throw new IllegalArgumentException(
                    "weight " + weight + " of " + address + " is negative");
        }
    }

    public Real(IpAddress address, int weight) {
        this(address, weight, RealFlags.NONE);
    }

    /** A real without flags, its address given as a literal. */
    public static Real of(String address, int weight) {
        return new Real(IpAddress.parse(address), weight);
    }
}
