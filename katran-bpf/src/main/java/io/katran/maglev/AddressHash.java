package io.katran.maglev;

import io.katran.api.Ip4;
import io.katran.api.Ip6;
import io.katran.api.IpAddress;

/**
 * The 64-bit hash by which a real takes its place in a ring.
 *
 * <p>Balancers that number their reals differently still agree, because the address is hashed and
 * not the number. IPv4 hashes are not unique: two addresses of one /16 can share theirs, though two
 * of one /24 never do.
 */
public final class AddressHash {
    private static final int FNV_BASIS = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;
    private static final long MIX_FACTOR = 0x9ddfea08eb382d69L;
    private static final long FAMILY_IPV4 = 2;
    private static final long FAMILY_IPV6 = 10;

    private AddressHash() {}

    /** The hash of an address, an unsigned number. */
    public static long of(IpAddress address) {
        if (address instanceof Ip4 v4) {
            return mix(FAMILY_IPV4, Integer.toUnsignedLong(fnv(v4.bits())));
        }
        Ip6 v6 = (Ip6) address;
        SpookyHash.Pair pair =
                SpookyHash.of16Bytes(Long.reverseBytes(v6.high()), Long.reverseBytes(v6.low()));
        return mix(FAMILY_IPV6, mix(pair.first(), pair.second()));
    }

    /**
     * FNV-1 over the four bytes in network order, each taken as a signed number: a byte of 0x80 or
     * more also flips the upper 24 bits. That is a mistake in the original which the whole fleet
     * shares.
     */
    private static int fnv(int address) {
        int hash = FNV_BASIS;
        for (int shift = 24; shift >= 0; shift -= 8) {
            hash = hash * FNV_PRIME ^ (byte) (address >>> shift);
        }
        return hash;
    }

    private static long mix(long high, long low) {
        long a = (low ^ high) * MIX_FACTOR;
        a ^= a >>> 47;
        long b = (high ^ a) * MIX_FACTOR;
        b ^= b >>> 47;
        return b * MIX_FACTOR;
    }
}
