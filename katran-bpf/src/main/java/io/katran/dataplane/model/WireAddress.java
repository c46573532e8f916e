package io.katran.dataplane.model;

import io.katran.api.Ip4;
import io.katran.api.Ip6;
import io.katran.api.IpAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An address as it stands in a packet. Unlike an {@link IpAddress} it keeps the family of the
 * packet: {@code ::ffff:10.0.0.1} in an IPv6 header is not {@code 10.0.0.1}.
 *
 * @param high 0 for IPv4
 * @param low the address itself for IPv4
 */
record WireAddress(boolean v6, long high, long low) {
    static final WireAddress V4_ZERO = new WireAddress(false, 0, 0);
    private static final WireAddress V6_ZERO = new WireAddress(true, 0, 0);

    static WireAddress v4(ByteBuffer in, int at) {
        return new WireAddress(false, 0, Integer.toUnsignedLong(in.getInt(at)));
    }

    static WireAddress v6(ByteBuffer in, int at) {
        return new WireAddress(true, in.getLong(at), in.getLong(at + 8));
    }

    /** All zeros, of the same family. */
    WireAddress zero() {
        return v6 ? V6_ZERO : V4_ZERO;
    }

    /** The last four bytes. */
    int lastWord() {
        return (int) low;
    }

    /** The address that a VIP could have; none if an IPv6 packet names an IPv4 address. */
    Optional<IpAddress> asVip() {
        if (!v6) {
            return Optional.of(new Ip4((int) low));
        }
        boolean mapped = high == 0 && low >>> 32 == 0xffff;
        return mapped ? Optional.empty() : Optional.of(new Ip6(high, low));
    }
}
