package io.katran.api;

import java.nio.ByteBuffer;

/**
 * An IPv6 address that is not an IPv4-mapped one (those are {@link Ip4}).
 *
 * @param high the first eight bytes as a big-endian number
 * @param low the last eight bytes as a big-endian number
 */
public record Ip6(long high, long low) implements IpAddress {

    public Ip6 {
        if (high == 0 && low >>> 32 == 0xffff) {
            throw new IllegalArgumentException(
                    "::ffff:" + new Ip4((int) low) + " is an IPv4 address; use Ip4");
        }
    }

    @Override
    public boolean isV6() {
        return true;
    }

    @Override
    public byte[] toBytes() {
        return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    }

    @Override
    public byte[] toMappedBytes() {
        return toBytes();
    }

    /** The canonical text (RFC 5952, with IPv4-compatible addresses in dotted form). */
    @Override
    public String toString() {
        return IpLiterals.format(this);
    }
}
