package io.katran.dataplane.bpf;

import io.katran.api.Count;
import io.katran.api.ServerIdCount;
import io.katran.control.Dataplane.Server;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** {@code struct klb_server_id}, {@code klb_server} and {@code klb_sid_count}. */
final class ServerIdCodec {
    private final int keySize;
    private final int id;
    private final int valueSize;
    private final int v4;
    private final int v6;
    private final CountCodec count;
    private final int shared;
    private final int opened;
    private final int moved;

    ServerIdCodec(AbiCheck abi) {
        keySize = abi.size("klb_server_id");
        id = abi.offset("klb_server_id", "id", 4);
        valueSize = abi.size("klb_server");
        v4 = abi.offset("klb_server", "endpoint_v4", 4);
        v6 = abi.offset("klb_server", "endpoint_v6", 4);
        count = new CountCodec(abi);
        shared = abi.offset("klb_sid_count", "shared", count.size());
        opened = abi.offset("klb_sid_count", "opened", 8);
        moved = abi.offset("klb_sid_count", "moved", 8);
    }

    int keySize() {
        return keySize;
    }

    int valueSize() {
        return valueSize;
    }

    ByteBuffer key(int serverId) {
        return buffer(keySize).putInt(id, serverId);
    }

    ByteBuffer value(Server server) {
        return buffer(valueSize).putInt(v4, server.v4Endpoint()).putInt(v6, server.v6Endpoint());
    }

    /** The only key of the outer map. */
    ByteBuffer slot() {
        return buffer(Integer.BYTES);
    }

    /** One per-CPU value, summed over the CPUs. */
    ServerIdCount sum(ByteBuffer values, int at, int stride, int cpus) {
        Count sharedSum = count.sum(values, at + shared, stride, cpus);
        long openedSum = 0;
        long movedSum = 0;
        for (int cpu = 0; cpu < cpus; cpu++) {
            openedSum += values.getLong(at + cpu * stride + opened);
            movedSum += values.getLong(at + cpu * stride + moved);
        }
        return new ServerIdCount(sharedSum, openedSum, movedSum);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
