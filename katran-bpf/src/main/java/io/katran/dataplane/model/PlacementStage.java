package io.katran.dataplane.model;

import io.katran.api.VipFlag;
import io.katran.control.Dataplane;
import io.katran.dataplane.model.ConnectionTable.Flow;
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
    private final FlowMemory memory;

    PlacementStage(
            ModelSettings settings,
            Tables tables,
            ConnectionTables connections,
            FlowMemory memory) {
        this.settings = settings;
        this.tables = tables;
        this.connections = connections;
        this.memory = memory;
    }

    Optional<Exit> place(Packet p) {
        VipState vip = p.vipState;
        if (vip == null) {
            return Optional.of(Exit.DROP_BAD_STATE);
        }
        if (p.endpoint != null) {
            return Optional.empty(); // a server id knew
        }
        memory.open(p);
        boolean remembers = FlowMemory.remembers(p);
        if (remembers && !p.syn && placeByTable(p)) {
            return Optional.empty();
        }
        Optional<Exit> failure = placeByRing(p, vip);
        if (failure.isEmpty()) {
            memory.remember(p);
        }
        return failure;
    }

    private boolean placeByTable(Packet p) {
        Optional<Flow> own = connections.of(p.cpu).find(FlowMemory.keyOf(p));
        own.filter(flow -> isExpired(p, flow)).ifPresent(f -> p.events.add(Event.FLOW_EXPIRED));
        own.filter(flow -> isStale(p, flow)).ifPresent(f -> p.events.add(Event.FLOW_STALE));
        Optional<Flow> known = own.filter(flow -> isUsable(p, flow));
        Placement.Source source = Placement.Source.TABLE;
        if (known.isEmpty()) {
            source = Placement.Source.PEER_TABLE;
            known = connections.findAtPeers(p.cpu, FlowMemory.keyOf(p), flow -> isUsable(p, flow));
            known.ifPresent(flow -> p.events.add(Event.PEER_HIT));
            known.ifPresent(flow -> connections.noteRoaming(p.nowNs));
        }
        if (known.isEmpty()) {
            return false;
        }
        Flow flow = known.get();
        long seenNs = p.isTcp() ? flow.seenNs() : p.nowNs;
        connections.of(p.cpu).put(FlowMemory.keyOf(p), new Flow(flow.endpoint(), seenNs));
        p.sendTo(tables.endpoints.get(flow.endpoint()), source, -1);
        return true;
    }

    private boolean isUsable(Packet p, Flow flow) {
        return !isStale(p, flow) && !isExpired(p, flow);
    }

    private boolean isStale(Packet p, Flow flow) {
        EndpointState endpoint = tables.endpoints.get(flow.endpoint());
        return endpoint == null || !endpoint.isOpenTo(p.vip);
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
        if (endpoint == null || !endpoint.isOpenTo(p.vip)) {
            return Optional.of(Exit.DROP_BAD_STATE);
        }
        p.sendTo(endpoint, Placement.Source.RING, slot);
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
}
