package io.katran.api;

import java.util.Objects;

/** Packets by the family of their IP header, and the bytes of their IP packets. */
public record FamilyCount(Count ipv4, Count ipv6) {
    public static final FamilyCount ZERO = new FamilyCount(Count.ZERO, Count.ZERO);

    public FamilyCount {
        Objects.requireNonNull(ipv4, "ipv4");
        Objects.requireNonNull(ipv6, "ipv6");
    }

    public Count total() {
        return ipv4.plus(ipv6);
    }
}
