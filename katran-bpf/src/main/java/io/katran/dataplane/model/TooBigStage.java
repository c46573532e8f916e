package io.katran.dataplane.model;

import io.katran.dataplane.model.ModelSettings.TooBig;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Tells senders of packets that are too long for the way to their real. */
final class TooBigStage {
    private static final int ICMP_BYTES = 8;
    private static final int QUOTED_V4 = 84;
    private static final int QUOTED_V6 = 248;
    private static final int V4_FRAG_NEEDED = 0x0304;
    private static final int V6_TOO_BIG = 0x0200;
    private static final int ICMP_AT_V4 = Packet.ETH_BYTES + Packet.IPV4_BYTES;
    private static final int ICMP_AT_V6 = Packet.ETH_BYTES + Packet.IPV6_BYTES;

    private final ModelSettings settings;
    private final Limiters limiters;

    TooBigStage(ModelSettings settings, Limiters limiters) {
        this.settings = settings;
        this.limiters = limiters;
    }

    /** Before the real is known: no real could get it. */
    Optional<Exit> checkSize(Packet p) {
        if (p.length > settings.maxFrame()) {
            return Optional.of(refuse(p, settings.tooBig().frameToV6()));
        }
        p.events.add(Event.VIP_PACKETS);
        return Optional.empty();
    }

    /** What fits through the link depends on the real's family. */
    Optional<Exit> checkRoom(Packet p) {
        boolean v6 = p.endpoint != null && p.endpoint.address().isV6();
        TooBig tooBig = settings.tooBig();
        int longest = v6 ? tooBig.frameToV6() : tooBig.frameToV4();
        return p.length > longest ? Optional.of(refuse(p, longest)) : Optional.empty();
    }

    private Exit refuse(Packet p, int longestFrame) {
        if (!settings.tooBig().answered()) {
            return Exit.DROP_TOO_BIG;
        }
        if (!limiters.mayAnswerTooBig(p.cpu, p.nowNs)) {
            return Exit.DROP_TOO_BIG_LIMIT;
        }
        int quoted = p.v6 ? QUOTED_V6 : QUOTED_V4;
        if (!p.has(Packet.ETH_BYTES + quoted)) {
            return Exit.DROP_TOO_BIG;
        }
        int mtu = longestFrame - Packet.ETH_BYTES;
        p.out = p.v6 ? answerV6(p, mtu) : answerV4(p, mtu);
        return p.v6 ? Exit.TX_TOO_BIG_V6 : Exit.TX_TOO_BIG_V4;
    }

    private byte[] answerV4(Packet p, int mtu) {
        int ip = Packet.ETH_BYTES;
        ByteBuffer out = ByteBuffer.allocate(ICMP_AT_V4 + ICMP_BYTES + QUOTED_V4);
        putEthernet(out, p);
        out.putInt(0x4500_0000 | Packet.IPV4_BYTES + ICMP_BYTES + QUOTED_V4).putInt(0);
        out.put((byte) settings.ttl()).put((byte) IpStage.ICMP).putShort((short) 0);
        out.putInt(p.in.getInt(ip + 16)).putInt(p.in.getInt(ip + 12));
        out.putShort(ip + 10, (short) Checksum.of(out, ip, Packet.IPV4_BYTES));
        putMessage(out, V4_FRAG_NEEDED, mtu, p, QUOTED_V4);
        int checksum = Checksum.of(out, ICMP_AT_V4, ICMP_BYTES + QUOTED_V4);
        return out.putShort(ICMP_AT_V4 + 2, (short) checksum).array();
    }

    private byte[] answerV6(Packet p, int mtu) {
        int ip = Packet.ETH_BYTES;
        int length = ICMP_BYTES + QUOTED_V6;
        ByteBuffer out = ByteBuffer.allocate(ICMP_AT_V6 + length);
        putEthernet(out, p);
        // Length and protocol as the pseudo-header has them, while the checksum is made.
        out.putInt(0).putInt(length + IpStage.ICMPV6);
        out.put(p.in.array(), ip + 24, 16).put(p.in.array(), ip + 8, 16);
        putMessage(out, V6_TOO_BIG, mtu, p, QUOTED_V6);
        int checksum = Checksum.of(out, ip, out.capacity() - ip);
        out.putShort(ICMP_AT_V6 + 2, (short) checksum);
        out.putInt(ip, 6 << 28).putShort(ip + 4, (short) length);
        out.put(ip + 6, (byte) IpStage.ICMPV6).put(ip + 7, (byte) settings.ttl());
        return out.array();
    }

    private static void putEthernet(ByteBuffer out, Packet p) {
        out.put(p.in.array(), 6, 6).put(p.in.array(), 0, 6).put(p.in.array(), 12, 2);
    }

    private static void putMessage(
            ByteBuffer out, int typeAndCode, int mtu, Packet p, int quotedBytes) {
        out.putShort((short) typeAndCode).putShort((short) 0).putInt(mtu);
        out.put(p.in.array(), Packet.ETH_BYTES, quotedBytes);
    }
}
