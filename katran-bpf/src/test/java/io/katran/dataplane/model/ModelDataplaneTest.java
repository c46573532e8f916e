package io.katran.dataplane.model;

import static io.katran.vectors.Frames.ACK;
import static io.katran.vectors.Frames.SYN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.katran.api.Count;
import io.katran.api.DataplaneException;
import io.katran.api.Ip4;
import io.katran.api.Ip6;
import io.katran.api.IpAddress;
import io.katran.api.VipFlags;
import io.katran.api.VipKey;
import io.katran.control.Dataplane;
import io.katran.vectors.Frames;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the recorded vectors do not show of scope, exits, headers and counts; and the port. */
class ModelDataplaneTest extends SmallModel {
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
        void only_packets_to_vips_can_be_too_big() {
            assertThat(send(Frames.udp(CLIENT, 1, VIP, 80, 1472)).exit()).isEqualTo(Exit.TX_VIP);
            assertThat(send(Frames.udp(CLIENT, 1, VIP, 80, 1473)).exit())
                    .isEqualTo(Exit.TX_TOO_BIG_V4);
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
