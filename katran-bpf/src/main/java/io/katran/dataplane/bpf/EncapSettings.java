package io.katran.dataplane.bpf;

import io.katran.control.settings.GueSettings;
import java.util.Arrays;
import java.util.Optional;

/**
 * How outer headers look.
 *
 * @param ttl TTL or hop limit, 1 to 255
 * @param copyTos whether the inner TOS or traffic class is copied
 * @param sourceV4Prefix the first half of an outer IPv4 source as a number, 0xac10 for 172.16
 * @param sourceV6Prefix the first 12 bytes of an outer IPv6 source; not to be changed
 * @param gue with a UDP header; empty: IP in IP
 */
record EncapSettings(
        int ttl,
        boolean copyTos,
        int sourceV4Prefix,
        byte[] sourceV6Prefix,
        Optional<GueSettings> gue) {
    private static final int V6_PREFIX_BYTES = 12;
    private static final int IPV4_BYTES = 20;
    private static final int IPV6_BYTES = 40;
    private static final int UDP_BYTES = 8;

    static EncapSettings of(io.katran.control.settings.EncapSettings settings) {
        return new EncapSettings(
                settings.ttl(),
                settings.copyTos(),
                settings.sourceV4Prefix(),
                Arrays.copyOf(settings.sourceV6Prefix().toBytes(), V6_PREFIX_BYTES),
                settings.gue());
    }

    /** Bytes of the outer headers to a real. */
    int overhead(boolean v6) {
        return (v6 ? IPV6_BYTES : IPV4_BYTES) + (gue.isPresent() ? UDP_BYTES : 0);
    }
}
