package io.katran.dataplane.model;

import io.katran.api.VipFlag;
import io.katran.control.Dataplane;
import io.katran.dataplane.model.ConnectionTable.Flow;
import io.katran.dataplane.model.ConnectionTable.FlowKey;
import io.katran.maglev.FlowHash;
import java.util.Optional;

/**
 * Finds the real of a packet to a VIP: a flow that is known keeps its real, any other goes where
 * the ring says. A TCP SYN always goes to the ring.
 */
final class PlacementStage {
    private final ModelSettings settings;
    private final Tables tables;
    private final ConnectionTables connections;
    private final Limiters limiters;

    PlacementStage(
            ModelSettings settings,
            Tables tables,
            ConnectionTables connections,
            Limiters limiters) {
        this.settings = settings;
        this.tables = tables;
        this.connections = connections;
        this.limiters = limiters;
    }

    Optional<Exit> place(Packet p) {
        VipState vip = p.vipState;
        if (vip == null) {
            return Optional.of(Exit.DROP_BAD_STATE);
        }
        if (!connections.has(p.cpu)) {
            p.events.add(Event.FALLBACK_TABLE);
        }
        // What only the destination port decides is not remembered: the reference never finds such
        // flows again, and after a change of the ring all balancers must move them at once.
        boolean remembers = !p.vipHas(VipFlag.NO_LRU) && !p.vipHas(VipFlag.DPORT_HASH);
        if (remembers && !p.syn && placeByTable(p)) {
            return Optional.empty();
        }
        Optional<Exit> failure = placeByRing(p, vip);
        if (failure.isEmpty() && remembers && !p.rst) {
            remember(p);
        }
        return failure;
    }

    private boolean placeByTable(Packet p) {
        Optional<Flow> own = connections.of(p.cpu).find(keyOf(p));
        own.filter(flow -> isExpired(p, flow)).ifPresent(f -> p.events.add(Event.FLOW_EXPIRED));
        own.filter(flow -> isStale(p, flow)).ifPresent(f -> p.events.add(Event.FLOW_STALE));
        Optional<Flow> known = own.filter(flow -> isUsable(p, flow));
        Placement.Source source = Placement.Source.TABLE;
        if (known.isEmpty()) {
            source = Placement.Source.PEER_TABLE;
            known = connections.findAtPeers(p.cpu, keyOf(p), flow -> isUsable(p, flow));
            known.ifPresent(flow -> p.events.add(Event.PEER_HIT));
            known.ifPresent(flow -> connections.noteRoaming(p.nowNs));
        }
        if (known.isEmpty()) {
            return false;
        }
        Flow flow = known.get();
        long seenNs = p.isTcp() ? flow.seenNs() : p.nowNs;
        connections.of(p.cpu).put(keyOf(p), new Flow(flow.endpoint(), seenNs));
        p.endpoint = tables.endpoints.get(flow.endpoint());
        p.placement = new Placement(p.vip, source, -1, flow.endpoint());
        return true;
    }

    private boolean isUsable(Packet p, Flow flow) {
        return !isStale(p, flow) && !isExpired(p, flow);
    }

    private boolean isStale(Packet p, Flow flow) {
        EndpointState endpoint = tables.endpoints.get(flow.endpoint());
        return endpoint == null || endpoint.vip() != p.vip;
    }

    private boolean isExpired(Packet p, Flow flow) {
        return !p.isTcp() && p.nowNs - flow.seenNs() > settings.udpTimeout().toNanos();
    }

    private Optional<Exit> placeByRing(Packet p, VipState vip) {
        p.events.add(missOf(p));
        if (vip.ringSlot() == Dataplane.NONE) {
            return Optional.of(Exit.DROP_NO_REAL);
        }
        short[] ring = tables.rings.get(vip.ringSlot());
        if (ring == null) {
            return Optional.of(Exit.DROP_BAD_STATE);
        }
        boolean portOnly = p.vipHas(VipFlag.DPORT_HASH);
        if (portOnly) {
            p.source = p.source.zero(); // from here on, and so in the outer source, too
        }
        int slot = FlowHash.slot(hash(p, portOnly), ring.length);
        int position = Short.toUnsignedInt(ring[slot]);
        if (position == Dataplane.NONE) {
            return Optional.of(Exit.DROP_NO_REAL);
        }
        EndpointState endpoint = tables.endpoints.get(vip.regionBase() + position);
        if (endpoint == null || endpoint.vip() != p.vip) {
            return Optional.of(Exit.DROP_BAD_STATE);
        }
        p.endpoint = endpoint;
        p.placement = new Placement(p.vip, Placement.Source.RING, slot, endpoint.id());
        p.events.add(Event.RING_PICK);
        return Optional.empty();
    }

    private static Event missOf(Packet p) {
        if (!p.isTcp()) {
            return Event.MISS_UDP;
        }
        return p.syn ? Event.MISS_TCP_SYN : Event.MISS_TCP_OTHER;
    }

    /** The family of the packet chooses the hash, not that of the real. */
    private int hash(Packet p, boolean portOnly) {
        int sourcePort = portOnly ? p.destinationPort : p.sourcePort;
        WireAddress source = p.source;
        FlowHash hash = settings.flowHash();
        return source.v6()
                ? hash.ofV6(source.high(), source.low(), sourcePort, p.destinationPort)
                : hash.ofV4(source.lastWord(), sourcePort, p.destinationPort);
    }

    private void remember(Packet p) {
        if (p.endpoint == null) {
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

    private static FlowKey keyOf(Packet p) {
        return new FlowKey(p.vip, p.source, p.sourcePort, p.destinationPort);
    }
}
