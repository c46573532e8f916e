package io.katran.dataplane.model;

import java.util.Optional;

/**
 * Reads ports and flags. Lengths and checksums inside the headers are not looked at. What an ICMP
 * error quotes went the other way, and its TCP flags may be cut off.
 */
final class TransportStage {
    private static final int TCP_BYTES = 20;
    private static final int UDP_BYTES = 8;
    private static final int QUOTED_BYTES = 8;
    private static final int TCP_FLAGS_AT = 13;
    private static final int SYN = 0x02;
    private static final int RST = 0x04;

    private final ScopeRule scope;

    TransportStage(ScopeRule scope) {
        this.scope = scope;
    }

    Optional<Exit> read(Packet p) {
        if (!p.isTcp() && p.protocol != IpStage.UDP) {
            return Optional.of(p.quote ? Exit.PASS_ICMP : Exit.PASS_PROTOCOL);
        }
        return p.quote ? readQuoted(p) : readOwn(p);
    }

    private Optional<Exit> readQuoted(Packet p) {
        if (!p.has(p.l4 + QUOTED_BYTES)) {
            return Optional.of(scope.choose(p, Exit.DROP_BAD_QUOTE, Exit.PASS_BAD_QUOTE));
        }
        p.sourcePort = p.u16(p.l4 + 2);
        p.destinationPort = p.u16(p.l4);
        if (p.isTcp() && p.has(p.l4 + TCP_BYTES)) {
            readFlags(p);
        }
        return Optional.empty();
    }

    private Optional<Exit> readOwn(Packet p) {
        if (!p.has(p.l4 + (p.isTcp() ? TCP_BYTES : UDP_BYTES))) {
            return Optional.of(scope.choose(p, Exit.DROP_TRUNCATED_L4, Exit.PASS_TRUNCATED_L4));
        }
        p.sourcePort = p.u16(p.l4);
        p.destinationPort = p.u16(p.l4 + 2);
        if (p.isTcp()) {
            readFlags(p);
        }
        return Optional.empty();
    }

    private static void readFlags(Packet p) {
        int flags = p.u8(p.l4 + TCP_FLAGS_AT);
        p.syn = (flags & SYN) != 0;
        p.rst = (flags & RST) != 0;
    }
}
