package io.katran.dataplane.model;

import io.katran.api.Ip4;
import io.katran.api.Ip6;
import java.nio.ByteBuffer;

/**
 * Puts an IP header in front of the packet and sends it to the gateway.
 *
 * <p>The outer source differs from flow to flow, so that a real's receive queues and the routers on
 * the way spread them.
 */
final class EncapsulationStage {
    private static final short ETHERTYPE_IPV4 = 0x0800;
    private static final short ETHERTYPE_IPV6 = (short) 0x86dd;
    private static final int PROTOCOL_IPIP = 4;
    private static final int NEXT_HEADER_IPV6 = 41;
    private static final int IPV4_CHECKSUM_AT = 10;

    private final ModelSettings settings;
    private final Tables tables;
    private final Counters counters;

    EncapsulationStage(ModelSettings settings, Tables tables, Counters counters) {
        this.settings = settings;
        this.tables = tables;
        this.counters = counters;
    }

    Exit send(Packet p) {
        EndpointState endpoint = p.endpoint;
        if (endpoint == null) {
            return Exit.DROP_BAD_STATE;
        }
        if (p.v6 && !endpoint.address().isV6()) {
            return Exit.DROP_ENCAP_FAMILY;
        }
        counters.countSent(endpoint, p);
        p.out =
                endpoint.address() instanceof Ip4 v4
                        ? behindIpv4(p, v4)
                        : behindIpv6(p, (Ip6) endpoint.address());
        return Exit.TX_VIP;
    }

    private byte[] behindIpv4(Packet p, Ip4 real) {
        ByteBuffer out = startFrame(p, ETHERTYPE_IPV4, Packet.IPV4_BYTES);
        int ip = out.position();
        out.put((byte) 0x45).put(tosOf(p));
        out.putShort((short) (p.ipBytes + Packet.IPV4_BYTES));
        out.putInt(0); // no id, may be fragmented
        out.put((byte) settings.ttl()).put((byte) PROTOCOL_IPIP);
        out.putShort((short) 0);
        out.putInt(sourceV4(p)).putInt(real.bits());
        out.putShort(ip + IPV4_CHECKSUM_AT, (short) Checksum.of(out, ip, Packet.IPV4_BYTES));
        return finishFrame(p, out);
    }

    private byte[] behindIpv6(Packet p, Ip6 real) {
        ByteBuffer out = startFrame(p, ETHERTYPE_IPV6, Packet.IPV6_BYTES);
        out.putInt(6 << 28 | Byte.toUnsignedInt(tosOf(p)) << 20);
        out.putShort((short) p.ipBytes);
        out.put((byte) (p.v6 ? NEXT_HEADER_IPV6 : PROTOCOL_IPIP)).put((byte) settings.ttl());
        out.putLong(settings.sourceV6().high());
        out.putInt((int) (settings.sourceV6().low() >>> 32)).putInt(sourceV6LastWord(p));
        out.putLong(real.high()).putLong(real.low());
        return finishFrame(p, out);
    }

    /**
     * The low half is the client's last two bytes and port, the port's bytes the other way round.
     */
    private int sourceV4(Packet p) {
        int portSwapped = Short.toUnsignedInt(Short.reverseBytes((short) p.sourcePort));
        int flow = (p.source.lastWord() ^ portSwapped) & 0xffff;
        return settings.sourceV4().bits() & 0xffff0000 | flow;
    }

    /** The client's address, or its last word, the port mixed into the upper half. */
    private static int sourceV6LastWord(Packet p) {
        return p.source.lastWord() ^ p.sourcePort << 16;
    }

    private byte tosOf(Packet p) {
        return (byte) (settings.copyTos() ? p.tos : 0);
    }

    private ByteBuffer startFrame(Packet p, short etherType, int headerBytes) {
        long toGatewayFromUs = tables.gateway.bits() << 16 | p.u16(0);
        return ByteBuffer.allocate(p.length + headerBytes)
                .putLong(toGatewayFromUs)
                .putInt(p.in.getInt(2))
                .putShort(etherType);
    }

    /** The packet follows as it came, with any padding behind it. */
    private static byte[] finishFrame(Packet p, ByteBuffer out) {
        return out.put(p.in.array(), Packet.ETH_BYTES, p.length - Packet.ETH_BYTES).array();
    }
}
