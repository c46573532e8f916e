package io.katran.api;

/**
 * An IPv4 or IPv6 address, in one canonical form.
 *
 * <p>Two spellings of one address are equal: {@code FC00::1} is {@code fc00:0::1}, and an
 * IPv4-mapped IPv6 address is the IPv4 address. Parsing takes literals only and never asks DNS.
 * Addresses are ordered by family (IPv4 first), then by their bytes as unsigned numbers.
 */
public sealed interface IpAddress extends Comparable<IpAddress> permits Ip4, Ip6 {

    /**
     * Parses a literal: a strict dotted quad, or any RFC 4291 form, which may stand in square
     * brackets.
     *
     * @throws IllegalArgumentException if the text is anything else (a host name, a prefix, a zone)
     */
    static IpAddress parse(String text) {
        return IpLiterals.parse(text);
    }

    /**
     * The address of 4 or 16 bytes in network order; an IPv4-mapped one becomes IPv4.
     *
     * @throws IllegalArgumentException for any other length
     */
    static IpAddress ofBytes(byte[] bytes) {
        return IpLiterals.ofBytes(bytes);
    }

    /** Whether this is an IPv6 address. */
    boolean isV6();

    /** The address in network order: 4 bytes for IPv4, 16 for IPv6. A fresh array each call. */
    byte[] toBytes();

    /** The address as 16 bytes in network order, IPv4 as {@code ::ffff:a.b.c.d}. */
    byte[] toMappedBytes();

    @Override
    default int compareTo(IpAddress other) {
        int family = Boolean.compare(isV6(), other.isV6());
        return family != 0 ? family : java.util.Arrays.compareUnsigned(toBytes(), other.toBytes());
    }
}
