package io.katran.control;

import io.katran.api.Count;
import io.katran.api.FamilyCount;
import io.katran.api.IpAddress;
import io.katran.api.ServerIdCount;
import io.katran.api.VipKey;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The reference's counters, derived from ours, for the historic management calls and for tools that
 * know its names.
 *
 * <p>Where ours has one counter for each exit, the reference counts verdicts and some reasons. Two
 * rules of its are kept here: frames shorter than an Ethernet header are counted nowhere, and the
 * bytes of VIPs and reals leave out the 40-byte header of IPv6 packets.
 */
public final class ReferenceCounters {
    private static final int IPV6_HEADER_BYTES = 40;
    private static final String UNCOUNTED_EXIT = "drop.truncated-eth";

    /** Names of ours from which a {@link Global} is made; those without any are 0. */
    private static final Map<Global, List<String>> FIRST = new EnumMap<>(Global.class);

    private static final Map<Global, List<String>> SECOND = new EnumMap<>(Global.class);

    static {
        derive(Global.LRU, List.of("vip-packets"), List.of("ring-pick"));
        derive(Global.LRU_MISS, List.of("miss-tcp-syn"), List.of("miss-tcp-other"));
        derive(Global.LRU_FALLBACK, List.of("fallback-table"), List.of());
        derive(
                Global.ENCAP_FAIL,
                List.of("drop.encap-family", "drop.headroom-v4"),
                List.of("drop.headroom-v6"));
        derive(Global.CH_DROP, List.of("drop.bad-state"), List.of("drop.no-real"));
    }

    /** Our names for what {@code quic_stats_map} counts, in its order; empty: nothing of ours. */
    private static final List<String> QUIC =
            List.of(
                    "quic-not-routed",
                    "quic-initial",
                    "quic-id-unknown",
                    "", // the id seen last that named no real: not a count
                    "quic-routed",
                    "drop.quic-dead-id",
                    "", // never counted by the reference, either
                    "quic-cid-v1",
                    "quic-cid-v2",
                    "quic-cid-v3",
                    "quic-flow-same",
                    "quic-flow-moved",
                    "quic-flow-new");

    /** The same for {@code tpr_stats_map}. */
    private static final List<String> TCP_SERVER_ID =
            List.of("tcp-id-not-routed", "tcp-id-flow-moved", "tcp-id-routed", "tcp-id-syn");

    /** The same for {@code stable_rt_stats}. */
    private static final List<String> STABLE_ROUTING =
            List.of(
                    "udp-id-not-routed",
                    "udp-id-routed",
                    "udp-id-unknown",
                    "udp-id-dead",
                    "udp-id-other-type");

    private final Map<Global, Pair> globals = new EnumMap<>(Global.class);
    private final Map<String, List<Long>> records = new LinkedHashMap<>();

    /**
     * The reference's counters of the host as a whole.
     *
     * @param exits ours by name
     * @param events ours by name
     */
    public ReferenceCounters(Map<String, Count> exits, Map<String, Long> events) {
        Map<String, Long> packets = new HashMap<>(events);
        exits.forEach((name, count) -> packets.put(name, count.packets()));
        for (Global global : Global.values()) {
            globals.put(
                    global,
                    new Pair(
                            sum(packets, FIRST.getOrDefault(global, List.of())),
                            sum(packets, SECOND.getOrDefault(global, List.of()))));
        }
        globals.put(Global.XDP_TOTAL, verdict(exits, ""));
        globals.put(Global.XDP_TX, verdict(exits, "tx."));
        globals.put(Global.XDP_DROP, verdict(exits, "drop."));
        globals.put(Global.XDP_PASS, verdict(exits, "pass."));
        records.put("quic_stats_map[0]", values(packets, QUIC));
        records.put("tpr_stats_map[0]", values(packets, TCP_SERVER_ID));
        records.put("stable_rt_stats[0]", values(packets, STABLE_ROUTING));
    }

    /**
     * A counter of the reference.
     *
     * @param v1 its first half, mostly packets
     * @param v2 its second half, mostly bytes
     */
    public record Pair(long v1, long v2) {
        public static final Pair ZERO = new Pair(0, 0);

        Pair plus(Pair other) {
            return new Pair(v1 + other.v1, v2 + other.v2);
        }
    }

    /** The counters of the host as a whole, by what they are read with. */
    public enum Global {
        /** {@code getLruStats}: packets to VIPs; of those, placed by the ring. */
        LRU(0),
        /** {@code getLruMissStats}: TCP SYNs and other TCP packets that went to the ring. */
        LRU_MISS(1),
        /** {@code getLruFallbackStats}: packets of CPUs without a connection table. */
        LRU_FALLBACK(3),
        /** {@code getIcmpTooBigStats}: IPv4, IPv6. */
        ICMP_TOO_BIG(4),
        /** {@code getSrcRoutingStats}: no rule matched, one did. */
        SRC_ROUTING(5),
        /** {@code getInlineDecapStats}: packets to a decapsulation destination. */
        INLINE_DECAP(6),
        /** {@code getEncapFailStats}: IPv4 reals, IPv6 reals. */
        ENCAP_FAIL(7),
        /** {@code getGlobalLruStats}: no table for the CPU, flows that it routed. */
        GLOBAL_LRU(8),
        /** {@code getChDropStats}: the ring names an unknown real, the ring is empty. */
        CH_DROP(9),
        /** {@code getDecapStats}: IPv4, IPv6. */
        DECAP(10),
        /** {@code getQuicIcmpStats}: messages; of those, ignorable. */
        QUIC_ICMP(11),
        /** {@code getIcmpPtbV6Stats}: messages; of those, with an MTU below 1280. */
        ICMP_PTB_V6(12),
        /** {@code getIcmpPtbV4Stats}: likewise. */
        ICMP_PTB_V4(13),
        /** {@code getXPopDecapSuccessfulStats}: IPv4, IPv6. */
        XPOP_DECAP(14),
        /** {@code getUdpFlowMigrationStats}: flows that left a real marked down. */
        UDP_FLOW_MIGRATION(15),
        /** {@code getXdpTotalStats}: frames and their bytes at entry. */
        XDP_TOTAL(16),
        /** {@code getXdpTxStats}: likewise. */
        XDP_TX(17),
        /** {@code getXdpDropStats}: likewise. */
        XDP_DROP(18),
        /** {@code getXdpPassStats}: likewise. */
        XDP_PASS(19),
        /** {@code getEgressDecapStats}: IPv4, IPv6. */
        EGRESS_DECAP(20);

        private final int offset;

        Global(int offset) {
            this.offset = offset;
        }

        /** The index in the reference's array {@code stats}, counted from its number of VIPs on. */
        public int offset() {
            return offset;
        }
    }

    /**
     * Packets that one VIP sent to one real.
     *
     * @param count packets, and the bytes of their IP packets
     */
    public record Traffic(VipKey vip, IpAddress real, Count count) {}

    public Pair get(Global global) {
        return globals.getOrDefault(global, Pair.ZERO);
    }

    /**
     * All of them by the reference's names: {@code stats[528]} for the total, if it has room for
     * 512 VIPs.
     */
    public Map<String, Pair> byName(int maxVips) {
        Map<String, Pair> named = new LinkedHashMap<>();
        globals.forEach(
                (global, pair) -> named.put("stats[" + (maxVips + global.offset) + "]", pair));
        return named;
    }

    /** The counters about server ids by the reference's names, each with all its numbers. */
    public Map<String, List<Long>> records() {
        return Collections.unmodifiableMap(records);
    }

    /**
     * What {@code getStatsForVip} answers for each VIP.
     *
     * @param serverIds what server ids did for VIPs
     */
    public static Map<VipKey, Pair> byVip(
            Collection<Traffic> traffic, Map<VipKey, ServerIdCount> serverIds) {
        Map<VipKey, Pair> sums = sumBy(traffic, Traffic::vip);
        serverIds.forEach((vip, ids) -> sums.merge(vip, ofVip(vip, ids.shared()), Pair::plus));
        return sums;
    }

    /**
     * What {@code getRealStats} answers for each real, all its VIPs together.
     *
     * @param shared what server ids brought to reals besides
     */
    public static Map<IpAddress, Pair> byReal(
            Collection<Traffic> traffic, Map<IpAddress, FamilyCount> shared) {
        Map<IpAddress, Pair> sums = sumBy(traffic, Traffic::real);
        shared.forEach(
                (real, count) -> {
                    sums.merge(real, pair(count.ipv4(), false), Pair::plus);
                    sums.merge(real, pair(count.ipv6(), true), Pair::plus);
                });
        return sums;
    }

    /** The reference's {@code server_id_stats} of a VIP. */
    public static Pair ofServerIds(ServerIdCount ids) {
        return new Pair(ids.opened(), ids.moved());
    }

    /** What {@code getStatsForVip} answers for a VIP that got these packets. */
    public static Pair ofVip(VipKey vip, Count count) {
        return pair(count, vip.address().isV6());
    }

    private static Pair pair(Count count, boolean v6) {
        long headers = v6 ? IPV6_HEADER_BYTES * count.packets() : 0;
        return new Pair(count.packets(), count.bytes() - headers);
    }

    private static <K> Map<K, Pair> sumBy(Collection<Traffic> traffic, Function<Traffic, K> key) {
        Map<K, Pair> sums = new HashMap<>();
        traffic.forEach(t -> sums.merge(key.apply(t), ofVip(t.vip(), t.count()), Pair::plus));
        return sums;
    }

    private static void derive(Global global, List<String> first, List<String> second) {
        FIRST.put(global, first);
        SECOND.put(global, second);
    }

    private static List<Long> values(Map<String, Long> packets, List<String> names) {
        return names.stream().map(name -> packets.getOrDefault(name, 0L)).toList();
    }

    private static long sum(Map<String, Long> packets, List<String> names) {
        return names.stream().mapToLong(name -> packets.getOrDefault(name, 0L)).sum();
    }

    private static Pair verdict(Map<String, Count> exits, String prefix) {
        Count sum =
                exits.entrySet().stream()
                        .filter(exit -> exit.getKey().startsWith(prefix))
                        .filter(exit -> !exit.getKey().equals(UNCOUNTED_EXIT))
                        .map(Map.Entry::getValue)
                        .reduce(Count.ZERO, Count::plus);
        return new Pair(sum.packets(), sum.bytes());
    }
}
