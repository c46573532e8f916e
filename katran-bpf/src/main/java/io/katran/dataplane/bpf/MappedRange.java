package io.katran.dataplane.bpf;

import io.katran.bpf.BpfMap;
import io.katran.bpf.MappedMap;
import java.nio.ByteBuffer;

/**
 * A stretch of a memory-mapped array, mapped while it is written and no longer: whatever stays
 * mapped counts as resident memory of this process.
 */
final class MappedRange implements AutoCloseable {
    /**
     * Offsets of mappings are multiples of it; larger pages of other machines are multiples too.
     */
    private static final int ALIGNMENT = 65536;

    private final MappedMap mapping;
    private final ByteBuffer memory;
    private final int shift;

    private MappedRange(MappedMap mapping, int shift) {
        this.mapping = mapping;
        this.memory = mapping.buffer();
        this.shift = shift;
    }

    /** Maps elements {@code first} to {@code first + count - 1}. */
    static MappedRange of(BpfMap map, long first, long count) {
        long from = first * map.mappedStride();
        long start = from - from % ALIGNMENT;
        long end = from + count * map.mappedStride();
        return new MappedRange(map.mmap(start, end - start), (int) (from - start));
    }

    /** The memory; the first element is at {@link #offset}. */
    ByteBuffer memory() {
        return memory;
    }

    /** Where the first element begins. */
    int offset() {
        return shift;
    }

    @Override
    public void close() {
        mapping.close();
    }
}
