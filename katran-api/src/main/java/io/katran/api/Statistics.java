package io.katran.api;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * All counters, read at one moment, summed over CPUs.
 *
 * <p>Every frame that reaches the program leaves by exactly one exit, so the packets of all exits
 * add up to the frames seen. Counters are unsigned and monotonic until the program is replaced; a
 * counter of a VIP or a real starts at zero when it is added.
 *
 * @param exits by name ({@code tx.vip}, {@code drop.no-real}...): frames and their bytes at entry,
 *     Ethernet included. The first part of the name is the verdict
 * @param events by name ({@code vip-packets}, {@code ring-pick}...): things that happen to a packet
 *     on its way
 * @param vips packets sent to each VIP's reals, and the bytes of their IP packets
 * @param reals the same by real, over all VIPs
 * @param traffic the same by VIP and its present reals
 * @param serverIds what server ids did, by VIP
 * @param shared by real, what server ids brought there by an endpoint that all VIPs share: it is in
 *     {@code vips} and {@code reals}, and not in {@code traffic}
 */
public record Statistics(
        Map<String, Count> exits,
        Map<String, Long> events,
        Map<VipKey, Count> vips,
        Map<IpAddress, Count> reals,
        Map<VipKey, Map<IpAddress, Count>> traffic,
        Map<VipKey, ServerIdCount> serverIds,
        Map<IpAddress, FamilyCount> shared) {

    public Statistics {
        exits = Map.copyOf(exits);
        events = Map.copyOf(events);
        vips = Map.copyOf(vips);
        reals = Map.copyOf(reals);
        serverIds = Map.copyOf(serverIds);
        shared = Map.copyOf(shared);
        traffic =
                traffic.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey, e -> Map.copyOf(e.getValue())));
    }
}
