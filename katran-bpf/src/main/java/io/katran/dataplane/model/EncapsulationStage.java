package io.katran.dataplane.model;

import io.katran.api.Ip4;
import io.katran.api.Ip6;
import io.katran.dataplane.model.ModelSettings.Gue;
import java.nio.ByteBuffer;

/**
 * Puts an IP header in front of the packet, or an IP and a UDP header, and sends it to the gateway.
 *
 * <p>The outer source, or the UDP source port, differs from flow to flow, so that a real's receive
 * queues and the routers on the way spread them.
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
    private final int udpBytes;

    EncapsulationStage(ModelSettings settings, Tables tables, Counters counters) {
        this.settings = settings;
        this.tables = tables;
        this.counters = counters;
        udpBytes = settings.gue().isPresent() ? UdpHeader.BYTES : 0;
    }

    Exit send(Packet p) {
        EndpointState endpoint = p.endpoint;
        if (endpoint == null) {
            return Exit.DROP_BAD_STATE;
        }
        counters.countSent(endpoint.id(), p.ipBytes);
        p.out =
                endpoint.address() instanceof Ip4 v4
                        ? behindIpv4(p, v4)
                        : behindIpv6(p, (Ip6) endpoint.address());
        return Exit.TX_VIP;
    }

    private byte[] behindIpv4(Packet p, Ip4 real) {
        ByteBuffer out = startFrame(p, ETHERTYPE_IPV4, Packet.IPV4_BYTES + udpBytes);
        int ip = out.position();
        out.put((byte) 0x45).put(tosOf(p));
        out.putShort((short) (p.ipBytes + Packet.IPV4_BYTES + udpBytes));
        out.putInt(0); // no id, may be fragmented
        out.put((byte) settings.ttl()).put((byte) protocolOf(p));
        out.putShort((short) 0);
        out.putInt(settings.gue().map(g -> g.sourceV4().bits()).orElseGet(() -> sourceV4(p)));
        out.putInt(real.bits());
        out.putShort(ip + IPV4_CHECKSUM_AT, (short) Checksum.of(out, ip, Packet.IPV4_BYTES));
        settings.gue().ifPresent(g -> UdpHeader.put(out, ip, sourceV4(p), g.port(), p));
        return finishFrame(p, out);
    }

    private byte[] behindIpv6(Packet p, Ip6 real) {
        ByteBuffer out = startFrame(p, ETHERTYPE_IPV6, Packet.IPV6_BYTES + udpBytes);
        int ip = out.position();
        Ip6 source = settings.gue().map(Gue::sourceV6).orElseGet(() -> sourceV6(p));
        out.putInt(6 << 28 | Byte.toUnsignedInt(tosOf(p)) << 20);
        out.putShort((short) (p.ipBytes + udpBytes));
        out.put((byte) protocolOf(p)).put((byte) settings.ttl());
        out.putLong(source.high()).putLong(source.low());
        out.putLong(real.high()).putLong(real.low());
        settings.gue().ifPresent(g -> UdpHeader.put(out, ip, sourcePortV6(p), g.port(), p));
        return finishFrame(p, out);
    }

    private int protocolOf(Packet p) {
        if (settings.gue().isPresent()) {
            return IpStage.UDP;
        }
        return p.v6 ? NEXT_HEADER_IPV6 : PROTOCOL_IPIP;
    }

    /**
     * The low half is the client's last two bytes and port, the port's bytes the other way round.
     */
    private int sourceV4(Packet p) {
        int portSwapped = Short.toUnsignedInt(Short.reverseBytes((short) p.sourcePort));
        int flow = (p.source.lastWord() ^ portSwapped) & 0xffff;
        return settings.sourceV4().bits() & 0xffff0000 | flow;
    }

    /** Ends in the client's address, or its last word, the port mixed into the upper half. */
    private Ip6 sourceV6(Packet p) {
        long prefix = settings.sourceV6().low() & 0xffff_ffff_0000_0000L;
        int flow = p.source.lastWord() ^ p.sourcePort << 16;
        return new Ip6(settings.sourceV6().high(), prefix | Integer.toUnsignedLong(flow));
    }

    /** The client's IPv4 address' last half, or its IPv6 address' last half but one, and port. */
    private static int sourcePortV6(Packet p) {
        return (p.v6 ? p.source.lastWord() >>> 16 : p.source.lastWord()) ^ p.sourcePort;
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
