package io.katran.dataplane.model;

import io.katran.api.VipFlag;
import io.katran.dataplane.model.ConnectionTable.Flow;
import io.katran.dataplane.model.ConnectionTable.FlowKey;
import java.util.Optional;

/** What is remembered of flows, as the stages that choose a real use it. */
final class FlowMemory {
    private final Tables tables;
    private final ConnectionTables connections;
    private final Limiters limiters;

    FlowMemory(Tables tables, ConnectionTables connections, Limiters limiters) {
        this.tables = tables;
        this.connections = connections;
        this.limiters = limiters;
    }

    /** What the table said of a flow whose packet knew by itself where to go. */
    enum Opinion {
        NEW,
        SAME_REAL,
        OTHER_REAL
    }

    /**
     * Whether flows of the packet's VIP are remembered. What only the destination port decides is
     * not: the reference never finds such flows again, and after a change of the ring all balancers
     * must move them at once.
     */
    static boolean remembers(Packet p) {
        return !p.vipHas(VipFlag.NO_LRU) && !p.vipHas(VipFlag.DPORT_HASH);
    }

    static FlowKey keyOf(Packet p) {
        return new FlowKey(p.vip, p.source, p.sourcePort, p.destinationPort);
    }

    /** Notes that the packet's CPU has no table of its own. */
    void open(Packet p) {
        if (!connections.has(p.cpu)) {
            p.events.add(Event.FALLBACK_TABLE);
        }
    }

    /** Remembers where the packet goes, if there is room for a new flow. */
    void remember(Packet p) {
        if (p.endpoint == null || p.rst || !remembers(p)) {
            return;
        }
        if (limiters.mayRememberFlow(p.cpu, p.nowNs)) {
            connections.of(p.cpu).put(keyOf(p), new Flow(p.endpoint.id(), p.nowNs));
            if (p.syn
                    && connections.flowsRoam(p.nowNs)
                    && connections.correctPeers(p.cpu, keyOf(p), p.endpoint.id())) {
                p.events.add(Event.PEER_CORRECTED);
            }
        } else {
            p.events.add(Event.FLOW_LIMIT);
        }
    }

    /**
     * Sees to it that the flow's packets without a server id go where this one goes. A flow that
     * was at that real before keeps its endpoint.
     */
    Opinion align(Packet p) {
        if (p.endpoint == null || !remembers(p)) {
            return Opinion.NEW;
        }
        open(p);
        Optional<Flow> known = connections.of(p.cpu).find(keyOf(p));
        if (known.isEmpty()) {
            remember(p);
            return Opinion.NEW;
        }
        EndpointState was = tables.endpoints.get(known.get().endpoint());
        boolean same = was != null && was.isOpenTo(p.vip) && was.real() == p.endpoint.real();
        if (same) {
            p.sendTo(was, Placement.Source.SERVER_ID, -1);
        }
        long seenNs = p.isTcp() ? known.get().seenNs() : p.nowNs;
        connections.of(p.cpu).put(keyOf(p), new Flow(p.endpoint.id(), seenNs));
        return same ? Opinion.SAME_REAL : Opinion.OTHER_REAL;
    }
}
