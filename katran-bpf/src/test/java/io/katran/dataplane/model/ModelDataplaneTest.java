package io.katran.dataplane.model;

import static io.katran.dataplane.model.Frames.ACK;
import static io.katran.dataplane.model.Frames.RST;
import static io.katran.dataplane.model.Frames.SYN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.katran.api.Count;
import io.katran.api.DataplaneException;
import io.katran.api.Ip4;
import io.katran.api.Ip6;
import io.katran.api.IpAddress;
import io.katran.api.MacAddress;
import io.katran.api.RealFlags;
import io.katran.api.VipFlag;
import io.katran.api.VipFlags;
import io.katran.api.VipKey;
import io.katran.control.Dataplane;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the recorded vectors do not show: several CPUs, limits, scope, and the port's contract. */
class ModelDataplaneTest {
    private static final String CLIENT = "192.0.2.1";
    private static final String CLIENT6 = "2001:db8::1";
    private static final String VIP = "10.200.1.1";
    private static final String VIP6 = "fc00:1::1";
    private static final String FOREIGN = "10.9.9.9";
    private static final long SECOND = 1_000_000_000;

    private static final int TCP_VIP = 0;
    private static final int UDP_VIP = 1;
    private static final int V6_VIP = 2;
    private static final int OLD_RING = 0;
    private static final int NEW_RING = 1;
    private static final int OLD_REAL = 1;
    private static final int NEW_REAL = 2;

    private long nowNs = 100 * SECOND;
    private ModelDataplane model = model(ModelSettings.DEFAULT);

    /**
     * VIPs with two reals each, all packets going to the first. Endpoint ids: those of VIP n begin
     * at 1 + 10 n.
     */
    private static ModelDataplane model(ModelSettings settings) {
        ModelDataplane model = new ModelDataplane(new Dataplane.Capacity(8, 4, 7, 100), settings);
        model.setGatewayMac(MacAddress.parse("02:00:00:00:00:99"));
        model.writeRing(OLD_RING, new short[7]);
        short[] second = new short[7];
        Arrays.fill(second, (short) 1);
        model.writeRing(NEW_RING, second);
        add(model, TCP_VIP, VIP + ":80/tcp", "10.0.0.1", "10.0.0.2");
        add(model, UDP_VIP, VIP + ":80/udp", "10.0.0.1", "10.0.0.2");
        add(model, V6_VIP, "[" + VIP6 + "]:80/tcp", "fc00::1", "10.0.0.2");
        model.setVipAddresses(Set.of(IpAddress.parse(VIP), IpAddress.parse(VIP6)));
        return model;
    }

    private static void add(ModelDataplane model, int vip, String key, String... reals) {
        int base = 1 + 10 * vip;
        model.writeEndpoints(
                base,
                Arrays.stream(reals)
                        .map(
                                real ->
                                        new Dataplane.Endpoint(
                                                IpAddress.parse(real), 1, vip, RealFlags.NONE))
                        .toList());
        model.publish(vip, OLD_RING, base, VipFlags.NONE);
        model.putVip(VipKey.parse(key), vip);
    }

    private void moveRing(int vip, VipFlag... flags) {
        model.publish(vip, NEW_RING, 1 + 10 * vip, VipFlags.of(flags));
    }

    private void flags(int vip, VipFlag... flags) {
        model.publish(vip, OLD_RING, 1 + 10 * vip, VipFlags.of(flags));
    }

    private Verdict send(byte[] frame) {
        return send(frame, 0);
    }

    private Verdict send(byte[] frame, int cpu) {
        return model.process(frame, nowNs, cpu);
    }

    private static byte[] tcp(int flags) {
        return Frames.tcp(CLIENT, 5555, VIP, 80, flags);
    }

    private static byte[] udp() {
        return Frames.udp(CLIENT, 5555, VIP, 80, 0);
    }

    private static int positionOf(Verdict verdict) {
        return verdict.placement().orElseThrow().endpoint() % 10;
    }

    @Nested
    class flows {
        @Test
        void keep_their_real_when_the_ring_changes_until_the_next_syn() {
            send(tcp(SYN));
            moveRing(TCP_VIP);

            assertThat(positionOf(send(tcp(ACK)))).isEqualTo(OLD_REAL);
            assertThat(positionOf(send(tcp(SYN | ACK)))).isEqualTo(NEW_REAL);
            assertThat(positionOf(send(tcp(ACK)))).isEqualTo(NEW_REAL);
        }

        @Test
        void are_found_in_the_table_of_another_cpu_and_copied() {
            model = model(ModelSettings.DEFAULT.toBuilder().cpus(4).build());
            send(tcp(SYN), 3);
            moveRing(TCP_VIP);

            Verdict first = send(tcp(ACK), 1);
            Verdict second = send(tcp(ACK), 1);

            assertThat(positionOf(first)).isEqualTo(OLD_REAL);
            assertThat(first.placement())
                    .map(Placement::source)
                    .contains(Placement.Source.PEER_TABLE);
            assertThat(first.events()).contains(Event.PEER_HIT).doesNotContain(Event.RING_PICK);
            assertThat(second.placement()).map(Placement::source).contains(Placement.Source.TABLE);
        }

        @Test
        void of_other_cpus_are_not_asked_for_a_syn() {
            model = model(ModelSettings.DEFAULT.toBuilder().cpus(2).build());
            send(tcp(SYN), 0);
            moveRing(TCP_VIP);

            assertThat(positionOf(send(tcp(SYN), 1))).isEqualTo(NEW_REAL);
        }

        @Test
        void that_two_other_cpus_know_follow_the_younger_entry() {
            model = model(ModelSettings.DEFAULT.toBuilder().cpus(3).build());
            send(tcp(SYN), 0);
            nowNs += SECOND;
            moveRing(TCP_VIP);
            send(tcp(SYN), 1);

            assertThat(positionOf(send(tcp(ACK), 2))).isEqualTo(NEW_REAL);
        }

        @Test
        void of_udp_expire_on_every_cpu() {
            model = model(ModelSettings.DEFAULT.toBuilder().cpus(2).build());
            send(udp(), 0);
            moveRing(UDP_VIP);
            nowNs += 30 * SECOND;
            assertThat(positionOf(send(udp(), 0))).isEqualTo(OLD_REAL);
            nowNs += 30 * SECOND + 1;

            Verdict late = send(udp(), 1);

            assertThat(positionOf(late)).isEqualTo(NEW_REAL);
            assertThat(send(udp(), 0).events()).contains(Event.FLOW_EXPIRED, Event.PEER_HIT);
        }

        @Test
        void of_cpus_without_a_table_share_one() {
            send(tcp(SYN), 7);
            moveRing(TCP_VIP);

            Verdict verdict = send(tcp(ACK), 9);

            assertThat(positionOf(verdict)).isEqualTo(OLD_REAL);
            assertThat(verdict.events()).contains(Event.FALLBACK_TABLE);
        }

        @Test
        void are_placed_anew_when_their_endpoint_is_erased_or_given_to_another_vip() {
            send(tcp(ACK));
            send(udp());
            moveRing(TCP_VIP);
            moveRing(UDP_VIP);
            model.eraseEndpoints(1, 1);
            model.writeEndpoints(
                    11,
                    List.of(
                            new Dataplane.Endpoint(
                                    IpAddress.parse("10.0.0.1"), 1, TCP_VIP, RealFlags.NONE)));

            assertThat(send(tcp(ACK)).events()).contains(Event.FLOW_STALE, Event.RING_PICK);
            assertThat(send(udp()).events()).contains(Event.FLOW_STALE, Event.RING_PICK);
        }

        @Test
        void are_forgotten_by_endpoint() {
            send(tcp(SYN));
            send(udp());

            assertThat(model.purgeFlows(Set.of(1, 99))).isEqualTo(1);
            moveRing(TCP_VIP);
            moveRing(UDP_VIP);

            assertThat(positionOf(send(tcp(ACK)))).isEqualTo(NEW_REAL);
            assertThat(positionOf(send(udp()))).isEqualTo(OLD_REAL);
        }

        @Test
        void used_longest_ago_make_room() {
            model = model(ModelSettings.DEFAULT.toBuilder().tableEntries(2).build());
            send(Frames.tcp(CLIENT, 1, VIP, 80, SYN));
            send(Frames.tcp(CLIENT, 2, VIP, 80, SYN));
            send(Frames.tcp(CLIENT, 1, VIP, 80, ACK));
            send(Frames.tcp(CLIENT, 3, VIP, 80, SYN));
            moveRing(TCP_VIP);

            assertThat(positionOf(send(Frames.tcp(CLIENT, 1, VIP, 80, ACK)))).isEqualTo(OLD_REAL);
            assertThat(positionOf(send(Frames.tcp(CLIENT, 2, VIP, 80, ACK)))).isEqualTo(NEW_REAL);
        }

        @Test
        void above_the_limit_of_a_second_are_sent_but_not_remembered() {
            model = model(ModelSettings.DEFAULT.toBuilder().newFlowLimit(2).build());
            for (int port = 1; port <= 2; port++) {
                assertThat(send(Frames.tcp(CLIENT, port, VIP, 80, SYN)).events())
                        .doesNotContain(Event.FLOW_LIMIT);
            }
            Verdict third = send(Frames.tcp(CLIENT, 3, VIP, 80, SYN));
            assertThat(third.exit()).isEqualTo(Exit.TX_VIP);
            assertThat(third.events()).contains(Event.FLOW_LIMIT);
            moveRing(TCP_VIP);
            assertThat(positionOf(send(Frames.tcp(CLIENT, 3, VIP, 80, ACK)))).isEqualTo(NEW_REAL);
            nowNs += SECOND + 1;

            assertThat(send(Frames.tcp(CLIENT, 4, VIP, 80, SYN)).events())
                    .doesNotContain(Event.FLOW_LIMIT);
        }

        @ParameterizedTest
        @CsvSource({"NO_LRU", "DPORT_HASH"})
        void of_vips_without_memory_follow_the_ring_and_cost_no_budget(VipFlag flag) {
            model = model(ModelSettings.DEFAULT.toBuilder().newFlowLimit(0).build());
            flags(TCP_VIP, flag);
            assertThat(send(tcp(SYN)).events()).doesNotContain(Event.FLOW_LIMIT);
            moveRing(TCP_VIP, flag);

            assertThat(positionOf(send(tcp(ACK)))).isEqualTo(NEW_REAL);
        }

        @Test
        void are_not_begun_by_a_reset() {
            send(tcp(RST));
            moveRing(TCP_VIP);

            assertThat(positionOf(send(tcp(ACK)))).isEqualTo(NEW_REAL);
        }

        @Test
        void of_one_client_to_two_vips_do_not_mix() {
            add(model, 3, VIP + ":0/tcp", "10.0.0.3", "10.0.0.4");
            add(model, 4, "10.200.1.2:0/tcp", "10.0.0.5", "10.0.0.6");
            send(Frames.tcp(CLIENT, 5555, VIP, 8080, SYN));

            Verdict verdict = send(Frames.tcp(CLIENT, 5555, "10.200.1.2", 8080, ACK));

            assertThat(verdict.placement()).map(Placement::vip).contains(4);
            assertThat(verdict.events()).contains(Event.RING_PICK);
        }
    }

    @Nested
    class scope {
        private byte[] withOptions(String destination) {
            byte[] frame = Frames.ip(CLIENT, destination, 6, new byte[40]);
            frame[14] = 0x46;
            return frame;
        }

        private byte[] fragment(String destination) {
            byte[] frame = Frames.ip(CLIENT, destination, 6, new byte[40]);
            frame[14 + 6] = 0x20;
            return frame;
        }

        private byte[] shortTcp(String destination) {
            return Frames.ip(CLIENT, destination, 6, new byte[19]);
        }

        private byte[] shortIcmp(String destination) {
            return Frames.ip(CLIENT, destination, 1, new byte[7]);
        }

        @Test
        void vip_leaves_foreign_packets_alone() {
            assertThat(send(withOptions(FOREIGN)).exit()).isEqualTo(Exit.PASS_IP_OPTIONS);
            assertThat(send(fragment(FOREIGN)).exit()).isEqualTo(Exit.PASS_FRAGMENT);
            assertThat(send(shortTcp(FOREIGN)).exit()).isEqualTo(Exit.PASS_TRUNCATED_L4);
            assertThat(send(shortIcmp(FOREIGN)).exit()).isEqualTo(Exit.PASS_TRUNCATED_L4);
            assertThat(send(Frames.echoRequest(CLIENT, FOREIGN)).exit()).isEqualTo(Exit.PASS_ECHO);
            assertThat(send(Arrays.copyOf(tcp(SYN), 33)).exit()).isEqualTo(Exit.PASS_TRUNCATED_IP);
            assertThat(send(Frames.ip(CLIENT6, "fc00::9", 44, new byte[8])).exit())
                    .isEqualTo(Exit.PASS_FRAGMENT);
        }

        @Test
        void vip_handles_packets_to_its_vips() {
            assertThat(send(withOptions(VIP)).exit()).isEqualTo(Exit.DROP_IP_OPTIONS);
            assertThat(send(fragment(VIP)).exit()).isEqualTo(Exit.DROP_FRAGMENT);
            assertThat(send(shortTcp(VIP)).exit()).isEqualTo(Exit.DROP_TRUNCATED_L4);
            assertThat(send(shortIcmp(VIP)).exit()).isEqualTo(Exit.DROP_TRUNCATED_L4);
            assertThat(send(Frames.echoRequest(CLIENT, VIP)).exit()).isEqualTo(Exit.TX_ECHO);
            assertThat(send(Frames.echoRequest(CLIENT6, VIP6)).exit()).isEqualTo(Exit.TX_ECHO);
            assertThat(send(Frames.ip(CLIENT6, VIP6, 44, new byte[8])).exit())
                    .isEqualTo(Exit.DROP_FRAGMENT);
        }

        @Test
        void host_handles_all_of_them() {
            model = model(ModelSettings.DEFAULT.toBuilder().scope(Scope.HOST).build());

            assertThat(send(withOptions(FOREIGN)).exit()).isEqualTo(Exit.DROP_IP_OPTIONS);
            assertThat(send(fragment(FOREIGN)).exit()).isEqualTo(Exit.DROP_FRAGMENT);
            assertThat(send(shortTcp(FOREIGN)).exit()).isEqualTo(Exit.DROP_TRUNCATED_L4);
            assertThat(send(shortIcmp(FOREIGN)).exit()).isEqualTo(Exit.DROP_TRUNCATED_L4);
            assertThat(send(Frames.echoRequest(CLIENT, FOREIGN)).exit()).isEqualTo(Exit.TX_ECHO);
            assertThat(send(Arrays.copyOf(tcp(SYN), 33)).exit()).isEqualTo(Exit.DROP_TRUNCATED_IP);
        }
    }

    @Nested
    class exits {
        @Test
        void a_frame_without_an_ethernet_header_is_dropped() {
            assertThat(send(new byte[13]).exit()).isEqualTo(Exit.DROP_TRUNCATED_ETH);
            assertThat(send(new byte[14]).exit()).isEqualTo(Exit.PASS_NOT_IP);
        }

        @Test
        void icmp_of_the_other_family_is_an_unknown_protocol() {
            assertThat(
                            send(Frames.ip(
                                            CLIENT,
                                            VIP,
                                            58,
                                            new byte[] {(byte) 128, 0, 0, 0, 0, 0, 0, 0}))
                                    .exit())
                    .isEqualTo(Exit.PASS_PROTOCOL);
            assertThat(
                            send(Frames.ip(CLIENT6, VIP6, 1, new byte[] {8, 0, 0, 0, 0, 0, 0, 0}))
                                    .exit())
                    .isEqualTo(Exit.PASS_PROTOCOL);
        }

        @Test
        void an_ipv6_packet_cannot_reach_an_ipv4_vip_by_its_mapped_address() {
            byte[] mapped = IpAddress.parse(VIP).toMappedBytes();
            byte[] tcp = Arrays.copyOfRange(tcp(SYN), 34, 54);

            byte[] frame = Frames.ip6(IpAddress.parse(CLIENT6).toBytes(), mapped, 6, tcp);

            assertThat(send(frame).exit()).isEqualTo(Exit.PASS_NOT_VIP);
        }

        @Test
        void a_vip_without_ring_slot_or_state_drops() {
            model.publish(TCP_VIP, Dataplane.NONE, 0, VipFlags.NONE);
            assertThat(send(tcp(SYN)).exit()).isEqualTo(Exit.DROP_NO_REAL);

            short[] empty = new short[7];
            Arrays.fill(empty, (short) Dataplane.NONE);
            model.writeRing(2, empty);
            model.publish(TCP_VIP, 2, 1, VipFlags.NONE);
            assertThat(send(tcp(SYN)).exit()).isEqualTo(Exit.DROP_NO_REAL);

            model.publish(TCP_VIP, OLD_RING, 50, VipFlags.NONE);
            assertThat(send(tcp(SYN)).exit()).isEqualTo(Exit.DROP_BAD_STATE);

            model.publish(TCP_VIP, 3, 1, VipFlags.NONE);
            assertThat(send(tcp(SYN)).exit()).isEqualTo(Exit.DROP_BAD_STATE);

            model.putVip(VipKey.parse(VIP + ":443/tcp"), 5);
            assertThat(send(Frames.tcp(CLIENT, 1, VIP, 443, SYN)).exit())
                    .isEqualTo(Exit.DROP_BAD_STATE);
        }

        @Test
        void an_ipv6_packet_for_an_ipv4_real_is_dropped_and_not_counted_as_sent() {
            moveRing(V6_VIP);

            Verdict verdict = send(Frames.tcp(CLIENT6, 1, VIP6, 80, SYN));

            assertThat(verdict.exit()).isEqualTo(Exit.DROP_ENCAP_FAMILY);
            assertThat(model.readEndpointCounts(21, 2)).containsOnly(Count.ZERO);
        }

        @Test
        void only_packets_to_vips_can_be_too_big() {
            assertThat(send(Frames.udp(CLIENT, 1, VIP, 80, 1472)).exit()).isEqualTo(Exit.TX_VIP);
            assertThat(send(Frames.udp(CLIENT, 1, VIP, 80, 1473)).exit())
                    .isEqualTo(Exit.DROP_TOO_BIG);
            assertThat(send(Frames.udp(CLIENT, 1, FOREIGN, 80, 1473)).exit())
                    .isEqualTo(Exit.PASS_NOT_VIP);
        }

        @Test
        void echo_replies_are_limited_by_burst_and_rate() {
            model = model(ModelSettings.DEFAULT.toBuilder().echo(10, 2).build());
            byte[] request = Frames.echoRequest(CLIENT, VIP);
            assertThat(send(request).exit()).isEqualTo(Exit.TX_ECHO);
            assertThat(send(request).exit()).isEqualTo(Exit.TX_ECHO);
            assertThat(send(request).exit()).isEqualTo(Exit.DROP_ECHO_LIMIT);
            assertThat(send(request, 1).exit()).isEqualTo(Exit.TX_ECHO);
            nowNs += SECOND / 10;

            assertThat(send(request).exit()).isEqualTo(Exit.TX_ECHO);
            assertThat(send(request).exit()).isEqualTo(Exit.DROP_ECHO_LIMIT);
        }
    }

    @Nested
    class headers {
        private ModelSettings.Builder settings() {
            return ModelSettings.DEFAULT.toBuilder()
                    .ttl(33)
                    .copyTos(false)
                    .sources(new Ip4(0x0a630000), new Ip6(0x0100_0000_0000_0001L, 0));
        }

        private String outer(byte[] frame, int bytes) {
            return HexFormat.of().formatHex(send(frame).frame(), 0, 14 + bytes);
        }

        @Test
        void of_ipv4_follow_the_settings() {
            model = model(settings().build());
            byte[] frame = tcp(SYN);
            frame[15] = (byte) 0xb8;

            // Source: client 192.0.2.1, port 5555 = 0x15b3.
            assertThat(outer(frame, 20))
                    .isEqualTo(
                            "02000000009902000000000108004500003c000000002104d446"
                                    + "0a63b1140a000001");
        }

        @Test
        void of_ipv6_follow_the_settings() {
            model = model(settings().build());

            assertThat(outer(Frames.tcp(CLIENT6, 5555, VIP6, 80, SYN), 40))
                    .isEqualTo(
                            "02000000009902000000000186dd60000000003c2921"
                                    + "01000000000000010000000015b30001"
                                    + "fc000000000000000000000000000001");
        }
    }

    @Nested
    class counts {
        @Test
        void every_frame_leaves_by_one_exit_with_its_bytes() {
            send(tcp(SYN));
            send(tcp(ACK));
            send(Frames.tcp(CLIENT, 1, FOREIGN, 80, SYN));

            Dataplane.GlobalCounts counts = model.readGlobalCounts();

            assertThat(counts.exits())
                    .containsEntry("tx.vip", new Count(2, 108))
                    .containsEntry("pass.not-vip", new Count(1, 54))
                    .containsEntry("drop.no-real", Count.ZERO)
                    .hasSize(Exit.values().length);
            assertThat(counts.exits().values().stream().mapToLong(Count::packets).sum())
                    .isEqualTo(3);
            assertThat(counts.events())
                    .containsAllEntriesOf(
                            Map.of(
                                    "vip-packets", 2L,
                                    "ring-pick", 1L,
                                    "miss-tcp-syn", 1L,
                                    "miss-udp", 0L))
                    .hasSize(Event.values().length);
        }

        @Test
        void endpoints_count_ip_packets_headers_included() {
            send(tcp(SYN));
            send(Frames.tcp(CLIENT6, 1, VIP6, 80, SYN));

            assertThat(model.readEndpointCounts(1, 1)).containsExactly(new Count(1, 40));
            assertThat(model.readEndpointCounts(21, 2))
                    .containsExactly(new Count(1, 60), Count.ZERO);
        }
    }

    @Nested
    class the_port {
        @Test
        void refuses_numbers_that_do_not_exist() {
            assertThatThrownBy(() -> model.writeRing(4, new short[7]))
                    .isInstanceOf(DataplaneException.class)
                    .hasMessage("ring slot 4 is not in 0..3");
            assertThatThrownBy(() -> model.writeRing(0, new short[8]))
                    .hasMessage("a ring has 7 slots, not 8");
            assertThatThrownBy(() -> model.publish(8, 0, 0, VipFlags.NONE))
                    .hasMessage("VIP number 8 is not in 0..7");
            assertThatThrownBy(() -> model.eraseEndpoints(0, 1))
                    .hasMessage("endpoint id 0 is not in 1..99");
            assertThatThrownBy(() -> model.readEndpointCounts(99, 2))
                    .hasMessageContaining("endpoint id 100 is not in");
        }

        @Test
        void refuses_more_vips_than_fit_and_says_what_to_raise() {
            for (int i = 3; i < 8; i++) {
                model.putVip(VipKey.parse(VIP + ":" + (1000 + i) + "/tcp"), i);
            }
            model.putVip(VipKey.parse(VIP + ":1003/tcp"), 3);

            assertThatThrownBy(() -> model.putVip(VipKey.parse(VIP + ":2000/tcp"), 3))
                    .isInstanceOf(DataplaneException.class)
                    .hasMessageContaining("10.200.1.1:2000/tcp")
                    .hasMessageContaining("limits.max-vips");
        }

        @Test
        void a_removed_vip_is_no_vip() {
            model.removeVip(VipKey.parse(VIP + ":80/tcp"));

            assertThat(send(tcp(SYN)).exit()).isEqualTo(Exit.PASS_NOT_VIP);
            assertThat(send(udp()).exit()).isEqualTo(Exit.TX_VIP);
        }
    }
}
