package io.katran.dataplane.model;

import java.nio.ByteBuffer;

/**
 * The UDP header of generic UDP encapsulation.
 *
 * <p>Its checksum is made without the payload, from what the inner checksum promises. Where there
 * is no such promise, it is left out under IPv4 and made from the bytes under IPv6.
 */
final class UdpHeader {
    static final int BYTES = 8;

    private static final int CHECKSUM_AT = 6;

    private UdpHeader() {}

    /**
     * Appends the header to the outer IP header that begins at {@code ip}.
     *
     * @param source the source port is in its lower 16 bits
     */
    static void put(ByteBuffer out, int ip, int source, int port, Packet p) {
        boolean outerV6 = out.position() - ip == Packet.IPV6_BYTES;
        int length = p.ipBytes + BYTES & 0xffff;
        int ports = (source & 0xffff) + port;
        int addresses = outerV6 ? Checksum.sum(out, ip + 8, 32) : Checksum.sum(out, ip + 12, 8);
        int checksum = 0;
        if (outerV6 || !p.v6 && promisesSum(p)) {
            int inner = promisesSum(p) ? promisedSum(p) : sumOfBytes(p);
            int sum = addresses + IpStage.UDP + 2 * length + ports + inner;
            checksum = ~Checksum.fold(sum) & 0xffff;
        }
        boolean needed = outerV6 && checksum == 0;
        out.putShort((short) source).putShort((short) port).putShort((short) length);
        out.putShort((short) (needed ? 0xffff : checksum));
    }

    /** Whether the inner packet has a checksum over itself and its pseudo-header. */
    private static boolean promisesSum(Packet p) {
        if (p.quote) {
            return p.v6;
        }
        return p.isTcp() || p.u16(innerL4(p) + CHECKSUM_AT) != 0;
    }

    /** The header, less the pseudo-header to which the rest is the complement. */
    private static int promisedSum(Packet p) {
        int ip = Packet.ETH_BYTES;
        int header = innerL4(p) - ip;
        int protocol = p.u8(p.v6 ? ip + 6 : ip + 9);
        int addresses = p.v6 ? Checksum.sum(p.in, ip + 8, 32) : Checksum.sum(p.in, ip + 12, 8);
        return Checksum.sum(p.in, ip, header) - addresses - protocol - (p.ipBytes - header);
    }

    private static int sumOfBytes(Packet p) {
        int present = p.length - Packet.ETH_BYTES;
        return Checksum.fold(Checksum.sum(p.in, Packet.ETH_BYTES, Math.min(p.ipBytes, present)));
    }

    private static int innerL4(Packet p) {
        return Packet.ETH_BYTES + (p.v6 ? Packet.IPV6_BYTES : Packet.IPV4_BYTES);
    }
}
