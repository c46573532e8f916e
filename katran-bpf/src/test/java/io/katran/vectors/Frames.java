package io.katran.vectors;

import io.katran.api.IpAddress;
import java.nio.ByteBuffer;

/** Frames to send down the packet path. */
public final class Frames {
    public static final int SYN = 0x02;
    public static final int RST = 0x04;
    public static final int ACK = 0x10;

    private Frames() {}

    public static byte[] tcp(
            String source, int sourcePort, String destination, int port, int flags) {
        ByteBuffer tcp = ByteBuffer.allocate(20);
        tcp.putShort((short) sourcePort).putShort((short) port);
        tcp.put(12, (byte) 0x50).put(13, (byte) flags);
        return ip(source, destination, 6, tcp.array());
    }

    public static byte[] udp(
            String source, int sourcePort, String destination, int port, int payload) {
        ByteBuffer udp = ByteBuffer.allocate(8 + payload);
        udp.putShort((short) sourcePort).putShort((short) port).putShort((short) (8 + payload));
        return ip(source, destination, 17, udp.array());
    }

    public static byte[] echoRequest(String source, String destination) {
        boolean v6 = IpAddress.parse(source).isV6();
        byte[] icmp = new byte[8];
        icmp[0] = (byte) (v6 ? 128 : 8);
        return ip(source, destination, v6 ? 58 : 1, icmp);
    }

    public static byte[] ip(String source, String destination, int protocol, byte[] payload) {
        byte[] from = IpAddress.parse(source).toBytes();
        byte[] to = IpAddress.parse(destination).toBytes();
        return from.length == 16
                ? ip6(from, to, protocol, payload)
                : ip4(from, to, protocol, payload);
    }

    public static byte[] ip6(byte[] from, byte[] to, int protocol, byte[] payload) {
        ByteBuffer frame = ethernet(0x86dd, 40 + payload.length);
        frame.putInt(0x6000_0000).putShort((short) payload.length);
        frame.put((byte) protocol).put((byte) 60).put(from).put(to);
        return frame.put(payload).array();
    }

    private static byte[] ip4(byte[] from, byte[] to, int protocol, byte[] payload) {
        ByteBuffer frame = ethernet(0x0800, 20 + payload.length);
        int ip = frame.position();
        frame.putShort((short) 0x4500).putShort((short) (20 + payload.length)).putInt(1 << 16);
        frame.put((byte) 60).put((byte) protocol).putShort((short) 0).put(from).put(to);
        frame.putShort(ip + 10, (short) checksum(frame, ip, 20));
        return frame.put(payload).array();
    }

    /** The Internet checksum of an even number of bytes. */
    private static int checksum(ByteBuffer bytes, int at, int length) {
        int sum = 0;
        for (int i = 0; i < length; i += 2) {
            sum += Short.toUnsignedInt(bytes.getShort(at + i));
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = (sum & 0xffff) + (sum >>> 16);
        return ~sum & 0xffff;
    }

    private static ByteBuffer ethernet(int etherType, int ipBytes) {
        return ByteBuffer.allocate(14 + ipBytes)
                .put(new byte[] {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2})
                .putShort((short) etherType);
    }
}
