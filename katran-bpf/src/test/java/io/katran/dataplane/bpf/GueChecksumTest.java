package io.katran.dataplane.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.katran.api.HashFunction;
import io.katran.api.IpAddress;
import io.katran.api.Protocol;
import io.katran.api.Real;
import io.katran.api.Vip;
import io.katran.api.VipKey;
import io.katran.control.Balancer;
import io.katran.control.BalancerSettings;
import io.katran.vectors.Frames;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The UDP checksum of GUE, held against a sum over all bytes. */
@Tag("bpf")
class GueChecksumTest {
    private static final String V4 = "192.0.2.1";
    private static final String VIP4 = "10.200.1.1";
    private static final String V6 = "2001:db8::a1b2:c3d4";
    private static final String VIP6 = "fc00:1::1";
    private static final int UDP_CHECKSUM = 6;

    private final BpfSession session = BpfSession.open(TestSettings.withFeatures("gue"));
    private final Balancer balancer = new Balancer(session.dataplane(), BalancerSettings.DEFAULT);

    @AfterEach
    void close() {
        balancer.close();
    }

    @ParameterizedTest
    @CsvSource({
        V4 + "," + VIP4 + ", 10.0.0.7",
        V4 + "," + VIP4 + ", fc00::7",
        V6 + "," + VIP6 + ", fc00::7",
    })
    void of_tcp_and_udp_with_a_checksum_is_right(String client, String vip, String real) {
        addVips(vip, real);
        for (int payload : new int[] {0, 1, 2, 127, 128, 129, 1000, 1399}) {
            byte[] udp = withChecksum(Frames.udp(client, 4660, vip, 80, payload), 6);
            assertThat(hasRightChecksum(send(udp))).as("UDP, %s bytes", payload).isTrue();
        }
        byte[] tcp = withChecksum(Frames.tcp(client, 4660, vip, 80, Frames.ACK), 16);
        assertThat(hasRightChecksum(send(tcp))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 91, 92, 93, 100, 127, 128, 129, 1000, 1399})
    void of_udp_without_one_is_made_from_the_bytes_under_ipv6(int payload) {
        addVips(VIP4, "fc00::7");
        byte[] frame = Frames.udp(V4, 4660, VIP4, 80, payload);
        for (int i = 42; i < frame.length; i++) {
            frame[i] = (byte) (i * 7);
        }

        assertThat(hasRightChecksum(send(frame))).isTrue();
    }

    @Test
    void that_comes_out_as_0_is_sent_as_0xffff_under_ipv6() {
        addVips(VIP4, "fc00::7");
        byte[] frame = Frames.udp(V4, 4660, VIP4, 80, 2);
        short complement = udpChecksum(send(frame));
        ByteBuffer.wrap(frame).putShort(42, complement);

        assertThat(udpChecksum(send(frame))).isEqualTo((short) 0xffff);
    }

    @Test
    void of_udp_without_one_is_left_out_under_ipv4() {
        addVips(VIP4, "10.0.0.7");

        assertThat(udpChecksum(send(Frames.udp(V4, 4660, VIP4, 80, 100)))).isZero();
    }

    @Test
    void of_an_icmpv4_error_is_made_from_the_bytes_under_ipv6_and_left_out_under_ipv4() {
        addVips(VIP4, "fc00::7");
        byte[] error = icmpError(Frames.tcp(VIP4, 80, V4, 4660, Frames.ACK));
        assertThat(hasRightChecksum(send(error))).isTrue();

        balancer.setReals(key(VIP4, Protocol.TCP), List.of(Real.of("10.0.0.7", 1)));
        session.forget();
        assertThat(udpChecksum(send(error))).isZero();
    }

    @Test
    void of_an_icmpv6_error_is_right() {
        addVips(VIP6, "fc00::7");
        byte[] quoted = Frames.tcp(VIP6, 80, V6, 4660, Frames.ACK);
        byte[] icmp = new byte[8 + quoted.length - 14];
        icmp[0] = 1;
        System.arraycopy(quoted, 14, icmp, 8, quoted.length - 14);
        byte[] error = Frames.ip("2001:db8::5", VIP6, 58, icmp);
        putChecksum(error, 54, 2, InternetChecksum.pseudo(error, 14, 58, icmp.length));

        assertThat(hasRightChecksum(send(error))).isTrue();
    }

    @Test
    void of_ipv6_inside_ipv4_is_left_out() {
        addVips(VIP6, "10.0.0.7");

        byte[] out = send(withChecksum(Frames.tcp(V6, 4660, VIP6, 80, Frames.SYN), 16));

        assertThat(udpChecksum(out)).isZero();
        assertThat(InternetChecksum.isRight(out, 14, 20, 0)).isTrue();
        assertThat(ByteBuffer.wrap(out).getShort(16)).isEqualTo((short) (out.length - 14));
        // Source port: client 2001:db8::a1b2:c3d4, port 0x1234.
        assertThat(ByteBuffer.wrap(out).getShort(34)).isEqualTo((short) 0xf7c6);
    }

    private void addVips(String vip, String real) {
        for (Protocol protocol : new Protocol[] {Protocol.TCP, Protocol.UDP}) {
            balancer.addVip(
                    Vip.builder(key(vip, protocol))
                            .hash(HashFunction.MAGLEV_V2)
                            .real(Real.of(real, 1))
                            .build());
        }
    }

    private static VipKey key(String vip, Protocol protocol) {
        return new VipKey(IpAddress.parse(vip), 80, protocol);
    }

    private byte[] send(byte[] frame) {
        BpfSession.Outcome outcome = session.run(frame);
        assertThat(outcome.verdict()).isEqualTo("TX");
        return outcome.frame();
    }

    private static byte[] icmpError(byte[] quotedFrame) {
        byte[] icmp = new byte[8 + quotedFrame.length - 14];
        icmp[0] = 3;
        icmp[1] = 4;
        System.arraycopy(quotedFrame, 14, icmp, 8, quotedFrame.length - 14);
        byte[] error = Frames.ip("5.5.5.5", VIP4, 1, icmp);
        putChecksum(error, 34, 2, 0);
        return error;
    }

    /** Fills in the transport checksum at an offset of the transport header. */
    private static byte[] withChecksum(byte[] frame, int field) {
        boolean v6 = frame[14] >> 4 == 6;
        int l4 = v6 ? 54 : 34;
        int protocol = frame[v6 ? 20 : 23];
        putChecksum(
                frame, l4, field, InternetChecksum.pseudo(frame, 14, protocol, frame.length - l4));
        return frame;
    }

    private static void putChecksum(byte[] frame, int l4, int field, int pseudo) {
        int checksum = InternetChecksum.of(frame, l4, frame.length - l4, pseudo);
        ByteBuffer.wrap(frame).putShort(l4 + field, (short) checksum);
    }

    private static int udpAt(byte[] out) {
        return out[14] >> 4 == 6 ? 54 : 34;
    }

    private static short udpChecksum(byte[] out) {
        return ByteBuffer.wrap(out).getShort(udpAt(out) + UDP_CHECKSUM);
    }

    private static boolean hasRightChecksum(byte[] out) {
        int length = out.length - udpAt(out);
        int pseudo = InternetChecksum.pseudo(out, 14, 17, length);
        return udpChecksum(out) != 0 && InternetChecksum.isRight(out, udpAt(out), length, pseudo);
    }
}
