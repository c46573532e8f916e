package io.katran.benchmark.datapath;

import io.katran.api.IpAddress;
import java.nio.ByteBuffer;

/**
 * Frames as clients send them, no longer than they must be. Checksums are left zero: no program
 * under test looks at them.
 */
final class Frames {
    /** Where the last four bytes of the source address are. */
    static final int SOURCE_V4 = 26;

    static final int SOURCE_V6 = 34;

    static final int SYN = 0x02;
    static final int ACK = 0x10;

    private static final int MIN_FRAME = 60;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_ARP = 0x0806;
    private static final int ETHERTYPE_IPV6 = 0x86dd;
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int TTL = 61;
    private static final int CLIENT_PORT = 31337;
    private static final int TCP_HEADER = 20;
    private static final int UDP_HEADER = 8;
    private static final int ICMP_HEADER = 8;
    private static final int PAYLOAD = 16;

    private static final IpAddress CLIENT_V4 = IpAddress.parse("198.18.0.0");
    private static final IpAddress CLIENT_V6 = IpAddress.parse("2001:db8::c11e:0:0");

    private Frames() {}

    static byte[] tcp(IpAddress to, int port, int flags) {
        ByteBuffer frame = ip(to, TCP, TCP_HEADER);
        frame.putShort((short) CLIENT_PORT).putShort((short) port);
        frame.putInt(1).putInt(flags == SYN ? 0 : 1);
        frame.put((byte) (TCP_HEADER / 4 << 4)).put((byte) flags).putShort((short) 0xffff);
        return frame.array();
    }

    static byte[] udp(IpAddress to, int port) {
        ByteBuffer frame = ip(to, UDP, UDP_HEADER + PAYLOAD);
        frame.putShort((short) CLIENT_PORT).putShort((short) port);
        frame.putShort((short) (UDP_HEADER + PAYLOAD));
        return frame.array();
    }

    static byte[] echoRequest(IpAddress to) {
        ByteBuffer frame = ip(to, ICMP, ICMP_HEADER + PAYLOAD);
        frame.put((byte) 8);
        return frame.array();
    }

    static byte[] arpRequest() {
        return ethernet(ETHERTYPE_ARP, 28).array();
    }

    private static ByteBuffer ip(IpAddress to, int protocol, int length) {
        if (to.isV6()) {
            ByteBuffer frame = ethernet(ETHERTYPE_IPV6, 40 + length);
            frame.putInt(6 << 28).putShort((short) length).put((byte) protocol).put((byte) TTL);
            return frame.put(CLIENT_V6.toBytes()).put(to.toBytes());
        }
        ByteBuffer frame = ethernet(ETHERTYPE_IPV4, 20 + length);
        frame.put((byte) 0x45).put((byte) 0).putShort((short) (20 + length));
        frame.putInt(0).put((byte) TTL).put((byte) protocol).putShort((short) 0);
        return frame.put(CLIENT_V4.toBytes()).put(to.toBytes());
    }

    private static ByteBuffer ethernet(int type, int length) {
        ByteBuffer frame = ByteBuffer.allocate(Math.max(MIN_FRAME, 14 + length));
        frame.put(new byte[] {2, 0, 0, 0, 0, 2}).put(new byte[] {2, 0, 0, 0, 0, 1});
        return frame.putShort((short) type);
    }
}
