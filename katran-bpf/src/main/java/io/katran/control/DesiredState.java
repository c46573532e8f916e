package io.katran.control;

import io.katran.api.IpAddress;
import io.katran.api.MacAddress;
import io.katran.api.RealFlags;
import io.katran.api.VipKey;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the balancer should do, whatever the reals' health and the data path's condition. Immutable;
 * a {@link Draft} makes the next one.
 *
 * @param vips in the order in which they were added
 * @param references how many VIPs and server ids name each real
 * @param flags of the reals that have any: they belong to the address, not to the membership
 * @param gatewayMac all zeros if it is not known yet
 * @param serverIds the real of each server id
 */
record DesiredState(
        Map<VipKey, DesiredVip> vips,
        Map<IpAddress, Integer> references,
        Map<IpAddress, RealFlags> flags,
        MacAddress gatewayMac,
        SortedMap<Integer, IpAddress> serverIds) {

    static DesiredState empty(MacAddress gatewayMac) {
        return new DesiredState(Map.of(), Map.of(), Map.of(), gatewayMac, new TreeMap<>());
    }

    RealFlags flagsOf(IpAddress real) {
        return flags.getOrDefault(real, RealFlags.NONE);
    }
}
