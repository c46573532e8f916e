package io.katran.dataplane.bpf;

import io.katran.api.Count;
import java.nio.ByteBuffer;

/** {@code struct klb_count}: packets and bytes. */
final class CountCodec {
    private final int size;
    private final int packets;
    private final int bytes;

    CountCodec(AbiCheck abi) {
        size = abi.size("klb_count");
        packets = abi.offset("klb_count", "packets", 8);
        bytes = abi.offset("klb_count", "bytes", 8);
    }

    int size() {
        return size;
    }

    /** One per-CPU value, summed over the CPUs. */
    Count sum(ByteBuffer values, int at, int stride, int cpus) {
        long packetSum = 0;
        long byteSum = 0;
        for (int cpu = 0; cpu < cpus; cpu++) {
            packetSum += values.getLong(at + cpu * stride + packets);
            byteSum += values.getLong(at + cpu * stride + bytes);
        }
        return new Count(packetSum, byteSum);
    }
}
