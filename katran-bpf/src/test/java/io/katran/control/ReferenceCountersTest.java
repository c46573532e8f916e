package io.katran.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.katran.api.Count;
import io.katran.api.IpAddress;
import io.katran.api.VipKey;
import io.katran.control.ReferenceCounters.Global;
import io.katran.control.ReferenceCounters.Pair;
import io.katran.control.ReferenceCounters.Traffic;
import io.katran.dataplane.model.Event;
import io.katran.dataplane.model.Exit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReferenceCountersTest {
    private static final VipKey V4 = VipKey.parse("10.200.1.1:80/tcp");
    private static final VipKey V6 = VipKey.parse("[fc00:1::1]:80/tcp");

    @Test
    void verdicts_are_sums_over_exits() {
        ReferenceCounters counters =
                new ReferenceCounters(
                        Map.of(
                                "tx.vip", new Count(5, 500),
                                "tx.echo", new Count(1, 60),
                                "drop.fragment", new Count(2, 20),
                                "pass.not-ip", new Count(3, 90)),
                        Map.of());

        assertThat(counters.get(Global.XDP_TX)).isEqualTo(new Pair(6, 560));
        assertThat(counters.get(Global.XDP_DROP)).isEqualTo(new Pair(2, 20));
        assertThat(counters.get(Global.XDP_PASS)).isEqualTo(new Pair(3, 90));
        assertThat(counters.get(Global.XDP_TOTAL)).isEqualTo(new Pair(11, 670));
    }

    @Test
    void frames_too_short_for_ethernet_are_counted_nowhere() {
        ReferenceCounters counters =
                new ReferenceCounters(Map.of("drop.truncated-eth", new Count(4, 52)), Map.of());

        assertThat(counters.byName(512).values()).containsOnly(Pair.ZERO);
    }

    /** Each of our counters stands for itself: a name that is misspelt would show as 0. */
    @Test
    void every_counter_of_the_packet_path_is_found_by_its_name() {
        Map<String, Count> exits =
                Stream.of(Exit.values())
                        .collect(
                                Collectors.toMap(
                                        Exit::counterName, e -> new Count(1L << e.ordinal(), 0)));
        exits.put("drop.headroom-v4", new Count(1L << 40, 0));
        exits.put("drop.headroom-v6", new Count(1L << 41, 0));
        Map<String, Long> events =
                Stream.of(Event.values())
                        .collect(Collectors.toMap(Event::counterName, e -> 1L << e.ordinal()));

        ReferenceCounters counters = new ReferenceCounters(exits, events);

        assertThat(counters.get(Global.LRU))
                .isEqualTo(new Pair(bit(Event.VIP_PACKETS), bit(Event.RING_PICK)));
        assertThat(counters.get(Global.LRU_MISS))
                .isEqualTo(new Pair(bit(Event.MISS_TCP_SYN), bit(Event.MISS_TCP_OTHER)));
        assertThat(counters.get(Global.LRU_FALLBACK))
                .isEqualTo(new Pair(bit(Event.FALLBACK_TABLE), 0));
        assertThat(counters.get(Global.CH_DROP))
                .isEqualTo(new Pair(bit(Exit.DROP_BAD_STATE), bit(Exit.DROP_NO_REAL)));
        assertThat(counters.get(Global.ENCAP_FAIL))
                .isEqualTo(new Pair(bit(Exit.DROP_ENCAP_FAMILY) + (1L << 40), 1L << 41));
    }

    @Test
    void numbers_about_server_ids_are_in_the_references_order() {
        Map<String, Long> events =
                Stream.of(Event.values())
                        .collect(Collectors.toMap(Event::counterName, e -> 1L << e.ordinal()));
        Map<String, List<Long>> records =
                new ReferenceCounters(Map.of("drop.quic-dead-id", new Count(5, 0)), events)
                        .records();

        assertThat(records.get("quic_stats_map[0]"))
                .containsExactly(
                        bit(Event.QUIC_NOT_ROUTED),
                        bit(Event.QUIC_INITIAL),
                        bit(Event.QUIC_ID_UNKNOWN),
                        0L,
                        bit(Event.QUIC_ROUTED),
                        5L,
                        0L,
                        bit(Event.QUIC_CID_V1),
                        bit(Event.QUIC_CID_V2),
                        bit(Event.QUIC_CID_V3),
                        bit(Event.QUIC_FLOW_SAME),
                        bit(Event.QUIC_FLOW_MOVED),
                        bit(Event.QUIC_FLOW_NEW));
        assertThat(records.get("tpr_stats_map[0]"))
                .containsExactly(
                        bit(Event.TCP_ID_NOT_ROUTED),
                        bit(Event.TCP_ID_FLOW_MOVED),
                        bit(Event.TCP_ID_ROUTED),
                        bit(Event.TCP_ID_SYN));
        assertThat(records.get("stable_rt_stats[0]"))
                .containsExactly(
                        bit(Event.UDP_ID_NOT_ROUTED),
                        bit(Event.UDP_ID_ROUTED),
                        bit(Event.UDP_ID_UNKNOWN),
                        bit(Event.UDP_ID_DEAD),
                        bit(Event.UDP_ID_OTHER_TYPE));
    }

    private static long bit(Enum<?> counter) {
        return 1L << counter.ordinal();
    }

    @Test
    void bytes_of_ipv6_vips_leave_out_the_header() {
        assertThat(ReferenceCounters.ofVip(V4, new Count(3, 300))).isEqualTo(new Pair(3, 300));
        assertThat(ReferenceCounters.ofVip(V6, new Count(3, 300))).isEqualTo(new Pair(3, 180));
    }

    @Test
    void a_real_that_serves_both_families_is_summed_by_the_packets_family() {
        IpAddress shared = IpAddress.parse("fc00::1");
        IpAddress other = IpAddress.parse("10.0.0.1");
        List<Traffic> traffic =
                List.of(
                        new Traffic(V4, shared, new Count(1, 100)),
                        new Traffic(V4, other, new Count(2, 200)),
                        new Traffic(V6, shared, new Count(4, 400)));

        assertThat(ReferenceCounters.byReal(traffic, Map.of()))
                .containsOnly(
                        Map.entry(shared, new Pair(5, 100 + 400 - 160)),
                        Map.entry(other, new Pair(2, 200)));
        assertThat(ReferenceCounters.byVip(traffic, Map.of()))
                .containsOnly(Map.entry(V4, new Pair(3, 300)), Map.entry(V6, new Pair(4, 240)));
    }

    @Test
    void names_are_indices_behind_the_vips_of_the_reference() {
        ReferenceCounters counters =
                new ReferenceCounters(Map.of("tx.vip", new Count(1, 54)), Map.of());

        assertThat(counters.byName(512))
                .containsEntry("stats[528]", new Pair(1, 54))
                .containsEntry("stats[529]", new Pair(1, 54))
                .containsEntry("stats[512]", Pair.ZERO)
                .doesNotContainKey("stats[514]");
    }
}
