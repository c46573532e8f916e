package io.katran.dataplane.bpf;

import io.katran.bpf.BpfMap;
import io.katran.bpf.BpfObject;
import io.katran.bpf.BpfProgram;
import io.katran.bpf.Cpus;
import java.util.LinkedHashMap;
import java.util.Map;

/** The balancer's BPF object: configured, loaded, with its connection tables. */
final class BalancerObject implements AutoCloseable {
    private static final String OBJECT = "balancer";
    private static final String PROGRAM = "klb_balancer";

    final BalancerLayout layout;
    final ConnectionTables connections;
    private final BpfObject object;

    private BalancerObject(BpfObject object, BalancerLayout layout, BpfSettings settings) {
        this.object = object;
        this.layout = layout;
        this.connections =
                ConnectionTables.create(
                        settings, map("conn_tables"), map("conn_fallback"), layout.flow);
    }

    static BalancerObject load(BpfSettings settings) {
        BpfObject object = BpfObject.fromResource(OBJECT);
        try {
            BalancerLayout layout = BalancerLayout.of(OBJECT, object.btf());
            int lines = RingStore.lines(settings.ringSize(), layout.slotsPerLine);
            layout.config.write(
                    object.rodata(),
                    object.btf().variable(".rodata", "cfg").offset(),
                    settings,
                    lines,
                    KernelFeatures.hasCoarseClock());
            object.setMaxEntries("vip_map", settings.maxVips());
            object.setMaxEntries("vip_addrs", settings.maxVips());
            object.setMaxEntries("vip_state", settings.maxVips());
            object.setMaxEntries("rings", (settings.maxVips() + settings.spareRings()) * lines);
            object.setMaxEntries("endpoints", settings.maxEndpoints());
            object.setMaxEntries("endpoint_count", settings.maxEndpoints());
            object.setMaxEntries("vip_sid_count", settings.maxVips());
            object.setMaxEntries("conn_tables", Cpus.possibleCount());
            setPattern(object, layout, settings);
            object.load();
            return new BalancerObject(object, layout, settings);
        } catch (RuntimeException e) {
            object.close();
            throw e;
        }
    }

    private static void setPattern(BpfObject object, BalancerLayout layout, BpfSettings settings) {
        if (!settings.numaNodes().isEmpty()) {
            try (BpfMap pattern =
                    ConnectionTables.pattern(settings.numaNodes().get(0), layout.flow)) {
                object.setInnerMap("conn_tables", pattern);
            }
        }
    }

    BpfMap map(String name) {
        return object.map(name);
    }

    BpfProgram program() {
        return object.program(PROGRAM);
    }

    /** All maps by the name of their pin, the connection tables included. */
    Map<String, BpfMap> allMaps() {
        Map<String, BpfMap> maps = new LinkedHashMap<>();
        object.btf().maps().forEach(m -> maps.put(m.name(), map(m.name())));
        connections.byCore().forEach((core, table) -> maps.put("conn_" + core, table));
        return maps;
    }

    @Override
    public void close() {
        connections.close();
        object.close();
    }
}
