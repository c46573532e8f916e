package io.katran.dataplane.bpf;

import java.nio.ByteBuffer;

/** {@code struct klb_limiters}: the state of one CPU's rate limiters. */
final class LimitersCodec {
    private final int size;
    private final int windowStart;
    private final int windowCount;

    LimitersCodec(AbiCheck abi) {
        size = abi.size("klb_limiters");
        windowStart = abi.offset("klb_limiters", "window_start_ns", 8);
        windowCount = abi.offset("klb_limiters", "window_count", 4);
    }

    int size() {
        return size;
    }

    /** A window that begins now (CLOCK_MONOTONIC) and in which so many new flows were seen. */
    void putWindow(ByteBuffer value, int at, long nowNs, int count) {
        value.putLong(at + windowStart, nowNs);
        value.putInt(at + windowCount, count);
    }
}
