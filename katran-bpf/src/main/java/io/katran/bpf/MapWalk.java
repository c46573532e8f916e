package io.katran.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A walk over a map, chunk by chunk.
 *
 * <p>The place it has reached is a cursor of {mode, steps, position, room for the next position}.
 * The position is a bucket number or the last key, as the kernel likes it: only C reads it. Steps
 * count the keys that were looked at one by one, where the kernel has no batches; in a hash table
 * that loses the last key such a walk begins anew, and only the count ends it.
 */
final class MapWalk {
    /**
     * Entries and bytes read in one call: enough to make calls cheap, small enough for direct
     * memory.
     */
    private static final int CHUNK_ENTRIES = 1024;

    private static final int CHUNK_BYTES = 1 << 20;
    private static final int GROWTH = 4;

    private final Handle handle;
    private final MapInfo info;
    private final int valueStride;
    private final ByteBuffer cursor;
    private int capacity;

    MapWalk(Handle handle, MapInfo info, int valueStride) {
        this.handle = handle;
        this.info = info;
        this.valueStride = valueStride;
        int position = Math.max(info.keyBytes(), Long.BYTES);
        this.cursor = newBuffer(1, Native.WALK_POSITION + 2 * position);
        int fitting = Math.max(1, CHUNK_BYTES / (info.keyBytes() + valueStride));
        this.capacity = Math.min(Math.min(CHUNK_ENTRIES, fitting), info.maxEntries());
    }

    /** Visits what is there; answers how many. */
    long forEach(EntryVisitor visitor) {
        ByteBuffer keys = newBuffer(capacity, info.keyBytes());
        ByteBuffer values = newBuffer(capacity, valueStride);
        long bound = 2L * info.maxEntries();
        long visited = 0;
        while (!isDone() && visited < bound && steps() < bound) {
            int read = step(keys, values, capacity);
            if (read == -Errno.ENOSPC.number() && capacity < info.maxEntries()) {
                // One bucket of the hash table holds more entries than the chunk has room for.
                capacity = (int) Math.min((long) GROWTH * capacity, info.maxEntries());
                keys = newBuffer(capacity, info.keyBytes());
                values = newBuffer(capacity, valueStride);
                continue;
            }
            Failures.check(read, "walk", handle.label());
            for (int i = 0; i < read; i++) {
                visited++;
                if (!visitor.visit(
                        element(keys, i, info.keyBytes()), element(values, i, valueStride))) {
                    return visited;
                }
            }
        }
        return visited;
    }

    /** Reads a run of an array's elements. */
    void range(int first, int count, ByteBuffer values) {
        if (first > 0) {
            // For arrays both ways of walking go on behind an index.
            cursor.putInt(0, Native.WALK_BATCH);
            cursor.putInt(Native.WALK_POSITION, first - 1);
        }
        ByteBuffer keys = newBuffer(count, info.keyBytes());
        for (int done = 0; done < count; ) {
            ByteBuffer rest =
                    values.slice(
                            values.position() + done * valueStride, (count - done) * valueStride);
            int read = step(keys, rest, count - done);
            Failures.check(read == 0 ? -Errno.ENOENT.number() : read, "read", handle.label());
            done += read;
        }
    }

    private int step(ByteBuffer keys, ByteBuffer values, int room) {
        return handle.callFd(
                fd ->
                        Native.mapWalk(
                                fd,
                                info.type().number(),
                                cursor,
                                keys,
                                info.keyBytes(),
                                values,
                                valueStride,
                                room));
    }

    private boolean isDone() {
        return cursor.getInt(0) == Native.WALK_DONE;
    }

    private long steps() {
        return Integer.toUnsignedLong(cursor.getInt(Integer.BYTES));
    }

    static ByteBuffer newBuffer(int count, int stride) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(count, stride))
                .order(ByteOrder.nativeOrder());
    }

    private static ByteBuffer element(ByteBuffer buffer, int index, int stride) {
        return buffer.slice(index * stride, stride).order(ByteOrder.nativeOrder());
    }
}
