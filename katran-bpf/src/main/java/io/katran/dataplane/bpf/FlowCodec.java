package io.katran.dataplane.bpf;

import java.nio.ByteBuffer;

/** {@code struct klb_flow}: what a connection table remembers of a flow. */
final class FlowCodec {
    private final int keySize;
    private final int vip;
    private final int size;
    private final int endpoint;
    private final int seen;

    FlowCodec(AbiCheck abi) {
        keySize = abi.size("klb_flow_key");
        vip = abi.offset("klb_flow_key", "vip", 4);
        size = abi.size("klb_flow");
        endpoint = abi.offset("klb_flow", "endpoint", 4);
        seen = abi.offset("klb_flow", "seen_ns", 8);
    }

    int keySize() {
        return keySize;
    }

    int size() {
        return size;
    }

    int vip(ByteBuffer key) {
        return key.getInt(vip);
    }

    int endpoint(ByteBuffer value) {
        return value.getInt(endpoint);
    }

    /** Moves the time of the flow's last packet into the past. */
    void age(ByteBuffer value, long nanos) {
        value.putLong(seen, value.getLong(seen) - nanos);
    }
}
