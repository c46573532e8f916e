package io.katran.dataplane.bpf;

import io.katran.bpf.BpfMap;
import io.katran.bpf.MapFlags;
import io.katran.bpf.MapSpec;
import io.katran.bpf.MapType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * The connection tables: a kernel LRU hash for each forwarding core, and the shared one of the
 * cores that have none.
 */
final class ConnectionTables implements AutoCloseable {
    private final Map<Integer, BpfMap> tables;
    private final BpfMap fallback;
    private final FlowCodec codec;

    private ConnectionTables(Map<Integer, BpfMap> tables, BpfMap fallback, FlowCodec codec) {
        this.tables = tables;
        this.fallback = fallback;
        this.codec = codec;
    }

    /** Makes a table for each forwarding core and lets the packet path find it. */
    static ConnectionTables create(
            BpfSettings settings, BpfMap outer, BpfMap fallback, FlowCodec codec) {
        List<Integer> cores = settings.forwardingCores();
        int entries = (int) Math.max(1, settings.connectionEntries() / Math.max(1, cores.size()));
        Map<Integer, BpfMap> tables = new LinkedHashMap<>();
        ConnectionTables all = new ConnectionTables(tables, fallback, codec);
        try {
            for (int i = 0; i < cores.size(); i++) {
                int core = cores.get(i);
                MapSpec spec = spec("klb_conn" + core, entries, codec);
                BpfMap table =
                        BpfMap.create(
                                settings.numaNodes().isEmpty()
                                        ? spec
                                        : spec.withNumaNode(settings.numaNodes().get(i)));
                tables.put(core, table);
                outer.updateInner(coreKey(core), table);
            }
        } catch (RuntimeException e) {
            all.close();
            throw e;
        }
        return all;
    }

    /**
     * What a table for one NUMA node looks like to the map of tables. The kernel lets in only
     * tables whose flags equal the pattern's, and the object's own pattern is for none in
     * particular.
     */
    static BpfMap pattern(int numaNode, FlowCodec codec) {
        return BpfMap.create(spec("klb_conn", 1, codec).withNumaNode(numaNode));
    }

    private static MapSpec spec(String name, int entries, FlowCodec codec) {
        return new MapSpec(
                MapType.LRU_HASH, name, codec.keySize(), codec.size(), entries, MapFlags.NONE);
    }

    private static ByteBuffer coreKey(int core) {
        return ByteBuffer.allocateDirect(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(0, core);
    }

    /** The tables by core. */
    Map<Integer, BpfMap> byCore() {
        return tables;
    }

    /** Forgets all flows. */
    long purgeAll() {
        return change((map, entry) -> map.delete(entry.key()));
    }

    /** Forgets the flows of endpoints and of VIPs. */
    long purge(Set<Integer> endpoints, Set<Integer> vips) {
        return change(
                (map, entry) ->
                        (endpoints.contains(codec.endpoint(entry.value()))
                                        || vips.contains(codec.vip(entry.key())))
                                && map.delete(entry.key()));
    }

    /** Moves all flows into the past. */
    void age(long nanos) {
        change(
                (map, entry) -> {
                    codec.age(entry.value(), nanos);
                    map.update(entry.key(), entry.value());
                    return true;
                });
    }

    private record Entry(ByteBuffer key, ByteBuffer value) {}

    /**
     * Collects first and changes then: a walk of a hash map under change may see entries twice.
     *
     * @return how many entries the change accepted
     */
    private long change(BiPredicate<BpfMap, Entry> change) {
        List<BpfMap> maps = new ArrayList<>(tables.values());
        maps.add(fallback);
        long changed = 0;
        for (BpfMap map : maps) {
            List<Entry> entries = new ArrayList<>();
            map.forEach(
                    (key, value) -> {
                        entries.add(new Entry(copy(key), copy(value)));
                        return true;
                    });
            for (Entry entry : entries) {
                changed += change.test(map, entry) ? 1 : 0;
            }
        }
        return changed;
    }

    private static ByteBuffer copy(ByteBuffer buffer) {
        return ByteBuffer.allocateDirect(buffer.remaining())
                .order(ByteOrder.nativeOrder())
                .put(0, buffer, buffer.position(), buffer.remaining());
    }

    @Override
    public void close() {
        tables.values().forEach(BpfMap::close);
    }
}
