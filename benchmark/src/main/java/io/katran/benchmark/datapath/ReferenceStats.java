package io.katran.benchmark.datapath;

import io.katran.bpf.BpfMap;
import io.katran.bpf.Cpus;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * The reference's per-CPU map {@code stats}: two 64-bit numbers an entry, an entry for each of 512
 * VIPs, and behind them those of the host.
 */
final class ReferenceStats {
    private static final int VIPS = 512;
    private static final int VIP_PACKETS = VIPS;
    private static final int NEW_FLOWS = VIPS + 2;
    private static final int NEW_FLOW_LIMIT = 125_000;

    private final BpfMap map;

    ReferenceStats(BpfMap map) {
        this.map = map;
    }

    /** The limit is kept as {new flows seen, begin of the second}. */
    void set(NewFlows state) {
        ByteBuffer values = map.newValues(1);
        for (int cpu = 0; cpu < Cpus.possibleCount(); cpu++) {
            int at = cpu * map.perCpuStride();
            values.putLong(at, state == NewFlows.LIMIT_REACHED ? NEW_FLOW_LIMIT : 0);
            values.putLong(at + Long.BYTES, System.nanoTime());
        }
        map.update(key(NEW_FLOWS), values);
    }

    /** The two that all balancers of the kind count. */
    Map<String, Long> counters() {
        ByteBuffer values = map.newValues(1);
        map.lookup(key(VIP_PACKETS), values);
        long packets = 0;
        long picks = 0;
        for (int cpu = 0; cpu < Cpus.possibleCount(); cpu++) {
            int at = cpu * map.perCpuStride();
            packets += values.getLong(at);
            picks += values.getLong(at + Long.BYTES);
        }
        return Map.of("vip-packets", packets, "ring-pick", picks);
    }

    private ByteBuffer key(int index) {
        return map.newKeys(1).putInt(0, index);
    }
}
