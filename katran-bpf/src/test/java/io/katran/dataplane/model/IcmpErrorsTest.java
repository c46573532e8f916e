package io.katran.dataplane.model;

import static io.katran.vectors.Frames.ACK;
import static io.katran.vectors.Frames.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import io.katran.vectors.Frames;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** ICMP errors about flows of VIPs, and the too long packets that we answer ourselves. */
class IcmpErrorsTest extends SmallModel {
    private static final String ROUTER = "198.51.100.1";
    private static final String ROUTER6 = "2001:db8:9::1";
    private static final int QUOTE4 = 14 + 20 + 8;
    private static final int QUOTE6 = 14 + 40 + 8;

    /** An error to the VIP that quotes a reply of its to the client. */
    private static byte[] error(int type, int code, int mtu, byte[] reply) {
        byte[] icmp = new byte[8 + reply.length - 14];
        icmp[0] = (byte) type;
        icmp[1] = (byte) code;
        icmp[6] = (byte) (mtu >> 8);
        icmp[7] = (byte) mtu;
        System.arraycopy(reply, 14, icmp, 8, reply.length - 14);
        return reply[12] == 8
                ? Frames.ip(ROUTER, VIP, 1, icmp)
                : Frames.ip(ROUTER6, VIP6, 58, icmp);
    }

    private static byte[] fragNeeded(byte[] reply) {
        return error(3, 4, 1400, reply);
    }

    private static byte[] reply(int flags) {
        return Frames.tcp(VIP, 80, CLIENT, 5555, flags);
    }

    @Nested
    class about_a_flow {
        @Test
        void go_whole_to_the_real_of_the_flow_even_after_a_change_of_the_ring() {
            send(tcp(SYN));
            moveRing(TCP_VIP);

            byte[] error = fragNeeded(reply(ACK));
            Verdict verdict = send(error);

            assertThat(verdict.exit()).isEqualTo(Exit.TX_VIP);
            assertThat(positionOf(verdict)).isEqualTo(OLD_REAL);
            assertThat(Arrays.copyOfRange(verdict.frame(), 34, verdict.frame().length))
                    .isEqualTo(Arrays.copyOfRange(error, 14, error.length));
            assertThat(verdict.events())
                    .contains(Event.FRAG_NEEDED_V4)
                    .doesNotContain(Event.FRAG_NEEDED_V4_SMALL);
        }

        @Test
        void of_ipv6_do_too() {
            byte[] reply = Frames.tcp(VIP6, 80, CLIENT6, 5555, ACK);

            Verdict tooBig = send(error(2, 0, 1279, reply));
            assertThat(tooBig.exit()).isEqualTo(Exit.TX_VIP);
            assertThat(tooBig.events()).contains(Event.TOO_BIG_V6, Event.TOO_BIG_V6_SMALL);
            assertThat(send(error(1, 4, 0, reply)).exit()).isEqualTo(Exit.TX_VIP);
        }

        @Test
        void need_eight_bytes_of_tcp_and_then_count_as_no_syn() {
            send(tcp(SYN));
            moveRing(TCP_VIP);
            byte[] whole = fragNeeded(reply(SYN));

            assertThat(positionOf(send(Arrays.copyOf(whole, QUOTE4 + 20 + 8)))).isEqualTo(OLD_REAL);
            assertThat(send(Arrays.copyOf(whole, QUOTE4 + 20 + 7)).exit())
                    .isEqualTo(Exit.DROP_BAD_QUOTE);
            assertThat(positionOf(send(whole))).isEqualTo(NEW_REAL);
        }

        @Test
        void with_options_in_the_quote_are_dropped() {
            byte[] error = fragNeeded(reply(ACK));
            error[QUOTE4] = 0x46;

            assertThat(send(error).exit()).isEqualTo(Exit.DROP_BAD_QUOTE);
        }
    }

    @Nested
    class not_about_a_flow {
        @Test
        void of_other_kinds_or_about_other_protocols_pass() {
            assertThat(send(error(11, 0, 0, reply(ACK))).exit()).isEqualTo(Exit.PASS_ICMP);
            assertThat(send(error(3, 0, 3, Frames.ip(VIP, CLIENT, 50, new byte[20]))).exit())
                    .isEqualTo(Exit.PASS_ICMP);
            assertThat(send(error(3, 0, 0, Frames.echoRequest(VIP, CLIENT))).exit())
                    .isEqualTo(Exit.PASS_ICMP);
        }

        @Test
        void about_foreign_flows_pass_whatever_is_cut_off() {
            byte[] foreign = fragNeeded(Frames.tcp(FOREIGN, 80, CLIENT, 5555, ACK));

            assertThat(send(foreign).exit()).isEqualTo(Exit.PASS_NOT_VIP);
            assertThat(send(Arrays.copyOf(foreign, QUOTE4 + 27)).exit())
                    .isEqualTo(Exit.PASS_BAD_QUOTE);
            foreign[QUOTE4] = 0x46;
            assertThat(send(foreign).exit()).isEqualTo(Exit.PASS_BAD_QUOTE);
        }

        @Test
        void cut_off_inside_the_quoted_header_belong_to_the_vip_they_are_sent_to() {
            byte[] error = fragNeeded(reply(ACK));
            assertThat(send(Arrays.copyOf(error, QUOTE4 + 19)).exit())
                    .isEqualTo(Exit.DROP_BAD_QUOTE);
            byte[] elsewhere = Frames.ip(ROUTER, FOREIGN, 1, new byte[] {3, 0, 0, 0, 0, 0, 0, 0});
            assertThat(send(elsewhere).exit()).isEqualTo(Exit.PASS_BAD_QUOTE);

            model = model(ModelSettings.DEFAULT.toBuilder().scope(Scope.HOST).build());
            assertThat(send(elsewhere).exit()).isEqualTo(Exit.DROP_BAD_QUOTE);
        }

        @Test
        void in_the_other_family_are_no_errors() {
            byte[] v4 = Frames.ip(ROUTER, VIP, 58, new byte[] {1, 0, 0, 0, 0, 0, 0, 0});
            assertThat(send(v4).exit()).isEqualTo(Exit.PASS_PROTOCOL);
        }

        @Test
        void that_quote_a_mapped_ipv4_address_are_about_no_vip() {
            byte[] error = error(1, 0, 0, Frames.tcp(VIP6, 80, CLIENT6, 5555, ACK));
            Arrays.fill(error, QUOTE6 + 8, QUOTE6 + 18, (byte) 0);
            Arrays.fill(error, QUOTE6 + 18, QUOTE6 + 20, (byte) 0xff);
            System.arraycopy(new byte[] {10, (byte) 200, 1, 1}, 0, error, QUOTE6 + 20, 4);

            assertThat(send(error).exit()).isEqualTo(Exit.PASS_NOT_VIP);
        }
    }

    @Nested
    class too_long_packets {
        private static final int MTU_AT = 14 + 20 + 6;
        private static final int MTU6_AT = 14 + 40 + 6;

        private void linkWithRoomFor(int frameToV4, int frameToV6) {
            ModelSettings.TooBig tooBig =
                    new ModelSettings.TooBig(true, 10, 2, frameToV4, frameToV6);
            model = model(ModelSettings.DEFAULT.toBuilder().tooBig(tooBig).build());
        }

        private int u16(Verdict verdict, int at) {
            return Byte.toUnsignedInt(verdict.frame()[at]) << 8
                    | Byte.toUnsignedInt(verdict.frame()[at + 1]);
        }

        @Test
        void for_the_link_are_answered_with_what_fits_to_their_real() {
            linkWithRoomFor(1494, 1474);

            assertThat(send(Frames.udp(CLIENT, 1, VIP, 80, 1452)).exit()).isEqualTo(Exit.TX_VIP);
            Verdict v4 = send(Frames.udp(CLIENT, 1, VIP, 80, 1453));
            assertThat(v4.exit()).isEqualTo(Exit.TX_TOO_BIG_V4);
            assertThat(u16(v4, MTU_AT)).isEqualTo(1480);

            byte[] toV6 = Frames.ip(CLIENT6, VIP6, 6, new byte[1421]);
            toV6[14 + 40 + 3] = 80;
            Verdict v6 = send(toV6);
            assertThat(v6.exit()).isEqualTo(Exit.TX_TOO_BIG_V6);
            assertThat(u16(v6, MTU6_AT)).isEqualTo(1460);
        }

        @Test
        void for_every_real_are_answered_with_what_fits_to_all_of_them() {
            linkWithRoomFor(1494, 1474);

            Verdict verdict = send(Frames.udp(CLIENT, 1, VIP, 80, 1473));

            assertThat(verdict.exit()).isEqualTo(Exit.TX_TOO_BIG_V4);
            assertThat(u16(verdict, MTU_AT)).isEqualTo(1460);
            assertThat(verdict.events()).isEmpty();
        }

        @Test
        void are_answered_up_to_a_rate_and_then_dropped() {
            linkWithRoomFor(1514, 1514);
            byte[] frame = Frames.udp(CLIENT, 1, VIP, 80, 1473);
            assertThat(send(frame).exit()).isEqualTo(Exit.TX_TOO_BIG_V4);
            assertThat(send(frame).exit()).isEqualTo(Exit.TX_TOO_BIG_V4);
            assertThat(send(frame).exit()).isEqualTo(Exit.DROP_TOO_BIG_LIMIT);
            nowNs += SECOND / 10;

            assertThat(send(frame).exit()).isEqualTo(Exit.TX_TOO_BIG_V4);
        }

        @Test
        void are_dropped_if_answering_is_off() {
            ModelSettings.TooBig off = new ModelSettings.TooBig(false, 10, 2, 1514, 1514);
            model = model(ModelSettings.DEFAULT.toBuilder().tooBig(off).build());

            assertThat(send(Frames.udp(CLIENT, 1, VIP, 80, 1473)).exit())
                    .isEqualTo(Exit.DROP_TOO_BIG);
        }
    }

    @Nested
    class an_ipv6_packet_for_an_ipv4_real {
        @Test
        void is_put_into_ipv4_as_protocol_41() {
            moveRing(V6_VIP);

            byte[] out = send(Frames.tcp(CLIENT6, 0x7a69, VIP6, 80, SYN)).frame();

            // Source: client 2001:db8::1, port 31337 = 0x7a69.
            assertThat(HexFormat.of().formatHex(out, 0, 34))
                    .isEqualTo(
                            "020000000099020000000001080045000050000000004029"
                                    + "5af8ac10697b0a000002");
        }
    }
}
