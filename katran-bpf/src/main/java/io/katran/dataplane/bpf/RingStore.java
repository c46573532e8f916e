package io.katran.dataplane.bpf;

import io.katran.bpf.BpfMap;
import java.nio.ByteBuffer;

/**
 * The map {@code rings}: ring slots of equal size, each a run of 64-byte lines of 16-bit numbers.
 */
final class RingStore {
    private final BpfMap map;
    private final int linesPerRing;

    RingStore(BpfMap map, int linesPerRing) {
        this.map = map;
        this.linesPerRing = linesPerRing;
    }

    /** The lines that a ring of so many slots takes. */
    static int lines(int ringSize, int slotsPerLine) {
        return (ringSize + slotsPerLine - 1) / slotsPerLine;
    }

    void write(int ringSlot, short[] positions) {
        try (MappedRange range =
                MappedRange.of(map, (long) ringSlot * linesPerRing, linesPerRing)) {
            ByteBuffer memory = range.memory();
            memory.position(range.offset());
            memory.slice().order(memory.order()).asShortBuffer().put(positions);
        }
    }
}
