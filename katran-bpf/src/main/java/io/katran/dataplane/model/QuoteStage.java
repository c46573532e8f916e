package io.katran.dataplane.model;

import java.util.Optional;

/**
 * Takes ICMP errors for packets of the flow that they quote. The quoted packet is a reply of the
 * VIP's, so its addresses change places.
 */
final class QuoteStage {
    private static final int ICMP_BYTES = 8;
    private static final int V4_UNREACHABLE = 3;
    private static final int V4_FRAG_NEEDED = 4;
    private static final int V6_UNREACHABLE = 1;
    private static final int V6_TOO_BIG = 2;
    private static final int MTU_AT = 6;
    private static final int LEAST_MTU = 1280;

    private final ScopeRule scope;

    QuoteStage(ScopeRule scope) {
        this.scope = scope;
    }

    Optional<Exit> follow(Packet p) {
        if (!isError(p)) {
            return Optional.empty();
        }
        countMtu(p);
        p.quote = true;
        return p.v6 ? readV6(p) : readV4(p);
    }

    private static boolean isError(Packet p) {
        if (p.protocol != (p.v6 ? IpStage.ICMPV6 : IpStage.ICMP) || !p.has(p.l4 + ICMP_BYTES)) {
            return false;
        }
        int type = p.u8(p.l4);
        return p.v6 ? type == V6_UNREACHABLE || type == V6_TOO_BIG : type == V4_UNREACHABLE;
    }

    private static void countMtu(Packet p) {
        if (p.v6 && p.u8(p.l4) == V6_TOO_BIG) {
            p.events.add(Event.TOO_BIG_V6);
            if (Integer.compareUnsigned(p.in.getInt(p.l4 + 4), LEAST_MTU) < 0) {
                p.events.add(Event.TOO_BIG_V6_SMALL);
            }
        } else if (!p.v6 && p.u8(p.l4 + 1) == V4_FRAG_NEEDED) {
            p.events.add(Event.FRAG_NEEDED_V4);
            if (p.u16(p.l4 + MTU_AT) < LEAST_MTU) {
                p.events.add(Event.FRAG_NEEDED_V4_SMALL);
            }
        }
    }

    private Optional<Exit> readV4(Packet p) {
        int ip = p.l4 + ICMP_BYTES;
        if (!p.has(ip + Packet.IPV4_BYTES)) {
            return bad(p);
        }
        p.protocol = p.u8(ip + 9);
        p.source = WireAddress.v4(p.in, ip + 16);
        p.destination = WireAddress.v4(p.in, ip + 12);
        p.l4 = ip + Packet.IPV4_BYTES;
        return IpStage.hasOptions(p, ip) ? bad(p) : Optional.empty();
    }

    private Optional<Exit> readV6(Packet p) {
        int ip = p.l4 + ICMP_BYTES;
        if (!p.has(ip + Packet.IPV6_BYTES)) {
            return bad(p);
        }
        p.protocol = p.u8(ip + 6);
        p.source = WireAddress.v6(p.in, ip + 24);
        p.destination = WireAddress.v6(p.in, ip + 8);
        p.l4 = ip + Packet.IPV6_BYTES;
        return p.destination.asVip().isEmpty() ? Optional.of(Exit.PASS_NOT_VIP) : Optional.empty();
    }

    /** Of a quote that ends too early, the error's own destination says whose it is. */
    private Optional<Exit> bad(Packet p) {
        return Optional.of(scope.choose(p, Exit.DROP_BAD_QUOTE, Exit.PASS_BAD_QUOTE));
    }
}
