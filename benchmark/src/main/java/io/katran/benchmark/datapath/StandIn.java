package io.katran.benchmark.datapath;

import io.katran.api.IpAddress;
import io.katran.benchmark.datapath.Fleet.FleetVip;
import io.katran.bpf.BpfMap;
import io.katran.bpf.BpfObject;
import io.katran.bpf.BpfProgram;
import io.katran.bpf.MapFlags;
import io.katran.bpf.MapSpec;
import io.katran.bpf.MapType;
import io.katran.bpf.btf.StructLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/** The cost model of the reference; see {@code standin.bpf.c}. */
final class StandIn implements Subject {
    static final String NAME = "stand-in";

    private static final byte IPV6 = 1;

    private final BpfObject object;
    private final BpfMap table;
    private final ReferenceStats stats;

    private StandIn(BpfObject object, BpfMap table) {
        this.object = object;
        this.table = table;
        this.stats = new ReferenceStats(object.map("stats"));
    }

    static StandIn open(int cpu, int tableEntries) {
        BpfObject object = BpfObject.fromResource("standin");
        StructLayout key = object.btf().struct("standin_flow_key");
        StructLayout value = object.btf().struct("standin_flow");
        object.load();
        BpfMap table =
                BpfMap.create(
                        new MapSpec(
                                MapType.LRU_HASH,
                                "standin_table",
                                key.sizeBytes(),
                                value.sizeBytes(),
                                tableEntries,
                                MapFlags.NONE));
        StandIn standIn = new StandIn(object, table);
        object.map("lru_mapping").updateInner(index(cpu), table);
        standIn.provision();
        return standIn;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public BpfProgram program() {
        return object.program("klb_standin");
    }

    @Override
    public void set(NewFlows state) {
        stats.set(state);
    }

    @Override
    public Map<String, Long> counters() {
        return stats.counters();
    }

    @Override
    public void close() {
        table.close();
        object.close();
    }

    private void provision() {
        BpfMap control = object.map("ctl_array");
        control.update(
                index(0),
                control.newValues(1).order(ByteOrder.BIG_ENDIAN).putLong(0, gatewayOnTheWire()));
        for (int i = 0; i < Fleet.REALS.size(); i++) {
            writeReal(i + 1, Fleet.REALS.get(i));
        }
        for (FleetVip vip : Fleet.VIPS) {
            writeVip(vip);
            writeRing(vip);
        }
    }

    private static long gatewayOnTheWire() {
        return Fleet.GATEWAY.bits() << 16;
    }

    private void writeReal(int number, IpAddress address) {
        StructLayout layout = object.btf().struct("standin_real");
        BpfMap map = object.map("reals");
        ByteBuffer real = map.newValues(1);
        real.put(layout.field("addr").offset(), address.toBytes());
        real.put(layout.field("flags").offset(), address.isV6() ? IPV6 : 0);
        map.update(index(number), real);
    }

    private void writeVip(FleetVip vip) {
        StructLayout keyLayout = object.btf().struct("standin_vip_key");
        StructLayout layout = object.btf().struct("standin_vip");
        BpfMap map = object.map("vip_map");
        ByteBuffer key = map.newKeys(1);
        key.put(keyLayout.field("addr").offset(), vip.key().address().toBytes());
        key.order(ByteOrder.BIG_ENDIAN)
                .putShort(keyLayout.field("port").offset(), (short) vip.key().port());
        key.put(keyLayout.field("proto").offset(), (byte) vip.key().protocol().number());
        ByteBuffer value = map.newValues(1);
        value.putInt(layout.field("flags").offset(), vip.flags().bits());
        value.putInt(layout.field("number").offset(), vip.number());
        map.update(key, value);
    }

    private void writeRing(FleetVip vip) {
        BpfMap map = object.map("ch_rings");
        ByteBuffer keys = map.newKeys(Fleet.RING_SIZE);
        ByteBuffer values = map.newValues(Fleet.RING_SIZE);
        int index = vip.number() * Fleet.RING_SIZE;
        for (short position : vip.ring()) {
            keys.putInt(index++);
            values.putInt(1 + vip.firstReal() + Short.toUnsignedInt(position));
        }
        map.updateAll(keys.flip(), values.flip(), Fleet.RING_SIZE);
    }

    private static ByteBuffer index(int value) {
        return ByteBuffer.allocateDirect(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(0, value);
    }
}
