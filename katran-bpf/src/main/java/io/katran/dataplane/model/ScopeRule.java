package io.katran.dataplane.model;

/** Decides between touching a packet that cannot be balanced and leaving it to the host. */
final class ScopeRule {
    private final Scope scope;
    private final Tables tables;

    ScopeRule(Scope scope, Tables tables) {
        this.scope = scope;
        this.tables = tables;
    }

    boolean covers(Packet p) {
        return scope == Scope.HOST || tables.isVipAddress(p.destination);
    }

    Exit choose(Packet p, Exit ours, Exit foreign) {
        return covers(p) ? ours : foreign;
    }

    /** Without a whole IP header nobody knows for whom the packet is. */
    Exit truncatedIp() {
        return scope == Scope.HOST ? Exit.DROP_TRUNCATED_IP : Exit.PASS_TRUNCATED_IP;
    }
}
