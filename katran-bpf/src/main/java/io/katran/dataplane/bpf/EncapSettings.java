package io.katran.dataplane.bpf;

import java.util.Arrays;

/**
 * How outer headers look.
 *
 * @param ttl TTL or hop limit, 1 to 255
 * @param copyTos whether the inner TOS or traffic class is copied
 * @param sourceV4Prefix the first half of an outer IPv4 source as a number, 0xac10 for 172.16
 * @param sourceV6Prefix the first 12 bytes of an outer IPv6 source; not to be changed
 */
record EncapSettings(int ttl, boolean copyTos, int sourceV4Prefix, byte[] sourceV6Prefix) {
    private static final int V6_PREFIX_BYTES = 12;

    static EncapSettings of(io.katran.control.settings.EncapSettings settings) {
        return new EncapSettings(
                settings.ttl(),
                settings.copyTos(),
                settings.sourceV4Prefix(),
                Arrays.copyOf(settings.sourceV6Prefix().toBytes(), V6_PREFIX_BYTES));
    }
}
