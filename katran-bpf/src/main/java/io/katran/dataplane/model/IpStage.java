package io.katran.dataplane.model;

import java.util.Optional;

/** Reads the Ethernet and IP headers. VLAN tags and IPv6 extension headers are not followed. */
final class IpStage {
    static final int TCP = 6;
    static final int UDP = 17;
    static final int ICMP = 1;
    static final int ICMPV6 = 58;

    private static final int ETHERTYPE_AT = 12;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86dd;
    private static final int IPV6_FRAGMENT_HEADER = 44;
    private static final int MORE_FRAGMENTS_OR_OFFSET = 0x3fff;
    private static final int HEADER_WORDS_WITHOUT_OPTIONS = 5;

    private final ScopeRule scope;

    IpStage(ScopeRule scope) {
        this.scope = scope;
    }

    Optional<Exit> read(Packet p) {
        if (!p.has(Packet.ETH_BYTES)) {
            return Optional.of(Exit.DROP_TRUNCATED_ETH);
        }
        return switch (p.u16(ETHERTYPE_AT)) {
            case ETHERTYPE_IPV4 -> readV4(p);
            case ETHERTYPE_IPV6 -> readV6(p);
            default -> Optional.of(Exit.PASS_NOT_IP);
        };
    }

    private Optional<Exit> readV4(Packet p) {
        int ip = Packet.ETH_BYTES;
        if (!p.has(ip + Packet.IPV4_BYTES)) {
            return Optional.of(scope.truncatedIp());
        }
        p.tos = p.u8(ip + 1);
        p.ipBytes = p.u16(ip + 2);
        p.protocol = p.u8(ip + 9);
        p.source = WireAddress.v4(p.in, ip + 12);
        p.destination = WireAddress.v4(p.in, ip + 16);
        p.l4 = ip + Packet.IPV4_BYTES;
        if (hasOptions(p, ip)) {
            return Optional.of(scope.choose(p, Exit.DROP_IP_OPTIONS, Exit.PASS_IP_OPTIONS));
        }
        if ((p.u16(ip + 6) & MORE_FRAGMENTS_OR_OFFSET) != 0) {
            return Optional.of(scope.choose(p, Exit.DROP_FRAGMENT, Exit.PASS_FRAGMENT));
        }
        return Optional.empty();
    }

    static boolean hasOptions(Packet p, int ip) {
        return (p.u8(ip) & 0xf) != HEADER_WORDS_WITHOUT_OPTIONS;
    }

    private Optional<Exit> readV6(Packet p) {
        int ip = Packet.ETH_BYTES;
        if (!p.has(ip + Packet.IPV6_BYTES)) {
            return Optional.of(scope.truncatedIp());
        }
        p.v6 = true;
        p.tos = p.u16(ip) >> 4 & 0xff;
        p.ipBytes = p.u16(ip + 4) + Packet.IPV6_BYTES;
        p.protocol = p.u8(ip + 6);
        p.source = WireAddress.v6(p.in, ip + 8);
        p.destination = WireAddress.v6(p.in, ip + 24);
        p.l4 = ip + Packet.IPV6_BYTES;
        if (p.protocol == IPV6_FRAGMENT_HEADER) {
            return Optional.of(scope.choose(p, Exit.DROP_FRAGMENT, Exit.PASS_FRAGMENT));
        }
        return Optional.empty();
    }
}
