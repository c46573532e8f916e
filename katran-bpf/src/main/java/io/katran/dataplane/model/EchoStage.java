package io.katran.dataplane.model;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Answers echo requests in place; lets all other ICMP pass. */
final class EchoStage {
    private static final int ICMP_BYTES = 8;
    private static final int V4_REQUEST = 8;
    private static final int V4_REPLY = 0;
    private static final int V6_REQUEST = 128;
    private static final int V6_REPLY = 129;
    private static final int MAC_BYTES = 6;

    private final ModelSettings settings;
    private final ScopeRule scope;
    private final Limiters limiters;

    EchoStage(ModelSettings settings, ScopeRule scope, Limiters limiters) {
        this.settings = settings;
        this.scope = scope;
        this.limiters = limiters;
    }

    Optional<Exit> answer(Packet p) {
        if (p.quote || p.protocol != (p.v6 ? IpStage.ICMPV6 : IpStage.ICMP)) {
            return Optional.empty();
        }
        if (!p.has(p.l4 + ICMP_BYTES)) {
            return Optional.of(scope.choose(p, Exit.DROP_TRUNCATED_L4, Exit.PASS_TRUNCATED_L4));
        }
        if (p.u8(p.l4) != (p.v6 ? V6_REQUEST : V4_REQUEST)) {
            return Optional.of(Exit.PASS_ICMP);
        }
        if (!scope.covers(p)) {
            return Optional.of(Exit.PASS_ECHO);
        }
        if (!limiters.mayAnswerEcho(p.cpu, p.nowNs)) {
            return Optional.of(Exit.DROP_ECHO_LIMIT);
        }
        p.out = p.v6 ? replyV6(p) : replyV4(p);
        return Optional.of(Exit.TX_ECHO);
    }

    private byte[] replyV4(Packet p) {
        ByteBuffer out = copyWithMacsSwapped(p);
        int ip = Packet.ETH_BYTES;
        swap(out, ip + 12, ip + 16, 4);
        out.put(ip + 8, (byte) settings.ttl());
        out.putShort(ip + 10, (short) 0);
        out.putShort(ip + 10, (short) Checksum.of(out, ip, Packet.IPV4_BYTES));
        replaceType(out, p.l4, V4_REPLY);
        return out.array();
    }

    private byte[] replyV6(Packet p) {
        ByteBuffer out = copyWithMacsSwapped(p);
        int ip = Packet.ETH_BYTES;
        swap(out, ip + 8, ip + 24, 16);
        out.put(ip + 7, (byte) settings.ttl());
        replaceType(out, p.l4, V6_REPLY);
        return out.array();
    }

    /** Changes type and, by as much, the checksum; swapped addresses leave it as it is. */
    private static void replaceType(ByteBuffer out, int icmp, int type) {
        int difference = Byte.toUnsignedInt(out.get(icmp)) - type << 8;
        int checksum = Short.toUnsignedInt(out.getShort(icmp + 2));
        out.put(icmp, (byte) type);
        out.putShort(icmp + 2, (short) Checksum.add(checksum, difference));
    }

    private static ByteBuffer copyWithMacsSwapped(Packet p) {
        ByteBuffer out = ByteBuffer.wrap(p.in.array().clone());
        swap(out, 0, MAC_BYTES, MAC_BYTES);
        return out;
    }

    private static void swap(ByteBuffer bytes, int first, int second, int length) {
        for (int i = 0; i < length; i++) {
            byte kept = bytes.get(first + i);
            bytes.put(first + i, bytes.get(second + i));
            bytes.put(second + i, kept);
        }
    }
}
