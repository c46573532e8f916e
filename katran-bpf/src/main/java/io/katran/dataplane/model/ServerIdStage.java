package io.katran.dataplane.model;

import io.katran.api.VipFlag;
import io.katran.control.Dataplane.Server;
import java.util.Optional;

/**
 * Sends packets that carry a server id to the real that the id names, whatever table and ring say.
 * A UDP id overrides a QUIC one; a TCP option counts only where nothing else decided.
 */
final class ServerIdStage {
    private final ModelSettings settings;
    private final Tables tables;
    private final FlowMemory memory;
    private final Counters counters;

    ServerIdStage(ModelSettings settings, Tables tables, FlowMemory memory, Counters counters) {
        this.settings = settings;
        this.tables = tables;
        this.memory = memory;
        this.counters = counters;
    }

    Optional<Exit> route(Packet p) {
        if (p.vipHas(VipFlag.QUIC)) {
            Optional<Exit> exit = routeByQuic(p);
            if (exit.isPresent()) {
                return exit;
            }
        }
        if (settings.udpStableRouting() && p.vipHas(VipFlag.UDP_STABLE_ROUTING) && !p.isTcp()) {
            routeByUdp(p);
        }
        if (settings.tcpServerId() && p.isTcp() && p.endpoint == null) {
            routeByTcp(p);
        }
        return Optional.empty();
    }

    private Optional<Exit> routeByQuic(Packet p) {
        QuicId id = QuicId.read(p);
        if (id.opensConnection()) {
            p.events.add(Event.QUIC_INITIAL);
            counters.countOpened(p.vip);
            return Optional.empty();
        }
        if (id.serverId() == 0) {
            p.events.add(Event.QUIC_NOT_ROUTED);
            return Optional.empty();
        }
        p.events.add(
                switch (id.version()) {
                    case 1 -> Event.QUIC_CID_V1;
                    case 2 -> Event.QUIC_CID_V2;
                    default -> Event.QUIC_CID_V3;
                });
        Optional<Server> server = serverOf(id.serverId());
        if (server.isEmpty()) {
            p.events.add(Event.QUIC_ID_UNKNOWN);
            p.events.add(Event.QUIC_NOT_ROUTED);
            return Optional.empty();
        }
        if (!send(p, server.get())) {
            return Optional.of(Exit.DROP_QUIC_DEAD_ID);
        }
        p.events.add(Event.QUIC_ROUTED);
        p.events.add(
                switch (memory.align(p)) {
                    case NEW -> Event.QUIC_FLOW_NEW;
                    case SAME_REAL -> Event.QUIC_FLOW_SAME;
                    case OTHER_REAL -> Event.QUIC_FLOW_MOVED;
                });
        if (p.events.contains(Event.QUIC_FLOW_MOVED)) {
            counters.countMoved(p.vip);
        }
        return Optional.empty();
    }

    private void routeByUdp(Packet p) {
        int id = StableId.read(p);
        if (id < 0) {
            p.events.add(Event.UDP_ID_OTHER_TYPE);
        }
        Optional<Server> server = serverOf(id);
        if (server.isPresent() && send(p, server.get())) {
            p.events.add(Event.UDP_ID_ROUTED);
            return;
        }
        if (id > 0) {
            p.events.add(server.isPresent() ? Event.UDP_ID_DEAD : Event.UDP_ID_UNKNOWN);
        }
        p.events.add(Event.UDP_ID_NOT_ROUTED);
    }

    private void routeByTcp(Packet p) {
        if (p.syn) {
            p.events.add(Event.TCP_ID_SYN);
            counters.countOpened(p.vip);
            return;
        }
        Optional<Server> server = serverOf(TcpServerId.read(p));
        if (server.isEmpty() || !send(p, server.get())) {
            p.events.add(Event.TCP_ID_NOT_ROUTED);
            return;
        }
        p.events.add(Event.TCP_ID_ROUTED);
        if (memory.align(p) == FlowMemory.Opinion.OTHER_REAL) {
            p.events.add(Event.TCP_ID_FLOW_MOVED);
            counters.countMoved(p.vip);
        }
    }

    private Optional<Server> serverOf(int id) {
        return id > 0 ? Optional.ofNullable(tables.servers.get(id)) : Optional.empty();
    }

    private boolean send(Packet p, Server server) {
        EndpointState endpoint =
                tables.endpoints.get(p.v6 ? server.v6Endpoint() : server.v4Endpoint());
        if (endpoint == null || !endpoint.isOpenTo(p.vip)) {
            return false;
        }
        p.sendTo(endpoint, Placement.Source.SERVER_ID, -1);
        return true;
    }
}
