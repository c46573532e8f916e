package io.katran.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The place a walk over a map has reached: {mode, steps, position}. The position is a bucket number
 * or the last key, as the kernel likes it; only C reads it.
 */
final class MapWalk {
    private final ByteBuffer cursor;

    private MapWalk(int keyBytes, int mode) {
        int position = Math.max(keyBytes, Long.BYTES);
        cursor =
                ByteBuffer.allocateDirect(Native.WALK_POSITION + 2 * position)
                        .order(ByteOrder.nativeOrder());
        cursor.putInt(0, mode);
    }

    static MapWalk fromStart(int keyBytes) {
        return new MapWalk(keyBytes, Native.WALK_START);
    }

    /** Goes on behind an index of an array; -1 is the start. */
    static MapWalk behindIndex(int index) {
        MapWalk walk =
                new MapWalk(Integer.BYTES, index < 0 ? Native.WALK_START : Native.WALK_BATCH);
        walk.cursor.putInt(Native.WALK_POSITION, index);
        return walk;
    }

    ByteBuffer cursor() {
        return cursor;
    }

    boolean isDone() {
        return cursor.getInt(0) == Native.WALK_DONE;
    }

    /** Keys looked at one by one so far, entries that had gone by then included. */
    long steps() {
        return Integer.toUnsignedLong(cursor.getInt(Integer.BYTES));
    }
}
