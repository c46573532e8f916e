package io.katran.dataplane.model;

/**
 * The path of a packet, from top to bottom. Each stage may end it by naming an exit.
 *
 * <p>What a stage leaves to the next is in {@link Packet}.
 */
final class PacketPath {
    private final IpStage ip;
    private final EchoStage echo;
    private final TransportStage transport;
    private final VipStage vip;
    private final ServerIdStage serverId;
    private final PlacementStage placement;
    private final EncapsulationStage encapsulation;
    private final Counters counters;

    PacketPath(
            ModelSettings settings,
            Tables tables,
            ConnectionTables connections,
            Limiters limiters,
            Counters counters) {
        ScopeRule scope = new ScopeRule(settings.scope(), tables);
        ip = new IpStage(scope);
        echo = new EchoStage(settings, scope, limiters);
        transport = new TransportStage(scope);
        vip = new VipStage(tables, settings.maxFrame());
        FlowMemory memory = new FlowMemory(tables, connections, limiters);
        serverId = new ServerIdStage(settings, tables, memory, counters);
        placement = new PlacementStage(settings, tables, connections, memory);
        encapsulation = new EncapsulationStage(settings, tables, counters);
        this.counters = counters;
    }

    Verdict process(byte[] frame, long nowNs, int cpu) {
        Packet p = new Packet(frame.clone(), nowNs, cpu);
        Exit exit =
                ip.read(p)
                        .or(() -> echo.answer(p))
                        .or(() -> transport.read(p))
                        .or(() -> vip.find(p))
                        .or(() -> serverId.route(p))
                        .or(() -> placement.place(p))
                        .orElseGet(() -> encapsulation.send(p));
        counters.countExit(exit, p);
        return new Verdict(exit, p.out == null ? p.in.array() : p.out, p.events, p.placement);
    }
}
