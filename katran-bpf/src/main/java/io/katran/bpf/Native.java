package io.katran.bpf;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * All native methods of this library, bound by table when the library is loaded.
 *
 * <p>Results are {@code >= 0}; failures are {@code -errno}. C moves bytes and keeps no opinion:
 * what a failure means is decided by the callers. Buffers are direct; C checks their capacity
 * again. Only {@link Bpf#require()} makes this class usable.
 */
final class Native {
    static final int PROPERTY_MAX_ENTRIES = 0;
    static final int PROPERTY_AUTOCREATE = 1;
    static final int PROPERTY_INNER_MAP_FD = 2;
    static final int PROPERTY_REUSE_FD = 3;
    static final int PROPERTY_AUTOLOAD = 4;

    static final int KIND_MAP = 0;
    static final int KIND_PROGRAM = 1;
    static final int KIND_LINK = 2;

    static final int OP_LOOKUP = 0;
    static final int OP_UPDATE = 1;
    static final int OP_DELETE = 2;

    /** Modes of a walk, kept in the first int of its cursor. */
    static final int WALK_START = 0;

    static final int WALK_BATCH = 1;
    static final int WALK_KEYS = 2;
    static final int WALK_DONE = 3;

    /** Offset of the position within a walk's cursor; what precedes it is {mode, steps}. */
    static final int WALK_POSITION = 8;

    /** A record of {@link #fdInfo}: eight longs, then a name of 16 bytes, then a tag of 8. */
    static final int INFO_BYTES = 88;

    static final int INFO_NAME = 64;
    static final int INFO_TAG = 80;

    private Native() {}

    /** Opens an object without loading it; the image is copied. */
    static native long objectOpen(String name, ByteBuffer image, int length);

    static native int objectSet(long object, int property, String name, long value);

    /**
     * Copies the initial value of a data section out ({@code write == 0}) or in; without data,
     * answers its size.
     */
    static native int objectInitialValue(
            long object, String section, @Nullable ByteBuffer data, int write);

    static native int objectLoad(long object);

    /** A duplicate of the descriptor of a map or program, owned by the caller. */
    static native int objectFd(long object, int kind, String name);

    /** Names of all maps or programs, each ended by NUL; null if there is no memory. */
    static native byte @Nullable [] objectNames(long object, int kind);

    static native byte @Nullable [] objectVerifierLog(long object);

    static native int objectClose(long object);

    static native int mapCreate(
            int type,
            String name,
            int keyBytes,
            int valueBytes,
            int maxEntries,
            int flags,
            int numaNode,
            int innerFd);

    /**
     * Looks up, updates or deletes {@code count} packed elements in as few system calls as the
     * kernel allows.
     *
     * @return the count, or {@code -(errno + processed * 4096)}
     */
    static native long mapElements(
            int operation,
            int fd,
            int type,
            ByteBuffer keys,
            int keyOffset,
            int keyBytes,
            @Nullable ByteBuffer values,
            int valueOffset,
            int valueBytes,
            int count,
            long flags);

    /** Reads the next up to {@code capacity} elements behind the cursor and moves the cursor. */
    static native int mapWalk(
            int fd,
            int type,
            ByteBuffer cursor,
            ByteBuffer keys,
            int keyBytes,
            ByteBuffer values,
            int valueBytes,
            int capacity);

    /** The address of a shared mapping of a map's memory. */
    static native long mapMmap(int fd, long offset, long length);

    static native @Nullable ByteBuffer memoryBuffer(long address, long length);

    /**
     * Replaces a mapping by private zero pages ({@code release == 0}) or gives up its addresses
     * altogether.
     */
    static native int memoryUnmap(long address, long length, int release);

    /**
     * Runs a program on a packet; {@code result} receives {return value, output length, duration in
     * ns} as ints.
     */
    static native int programTestRun(
            int fd,
            @Nullable ByteBuffer input,
            int inputLength,
            @Nullable ByteBuffer output,
            int outputCapacity,
            @Nullable ByteBuffer context,
            int contextLength,
            int repeat,
            int batchSize,
            int flags,
            ByteBuffer result);

    static native int xdpLinkCreate(int programFd, int ifindex, int flags);

    static native int linkUpdate(int linkFd, int programFd);

    static native int linkDetach(int linkFd);

    /** Writes {mode, native id, generic id, offloaded id} as ints. */
    static native int xdpQuery(int ifindex, ByteBuffer result);

    /** Writes {index, flags, MTU, type of address} as ints and the first bytes of the address. */
    static native int interfaceInfo(String name, ByteBuffer result);

    static native int fdInfo(int fd, int kind, ByteBuffer result);

    static native int fdById(int kind, int id);

    static native int fdClose(int fd);

    static native int pin(int fd, String path);

    static native int openPinned(String path);

    static native int mountBpffs(String path);

    /** 1 if a file or directory lies on a bpffs, else 0. */
    static native int isBpffs(String path);

    /** Reads ({@code write == 0}) or sets the calling thread's CPU mask; answers the bytes read. */
    static native int threadAffinity(ByteBuffer mask, int write);

    /**
     * What libbpf printed on this thread since the last call into it; null if there is no memory.
     */
    static native byte @Nullable [] messages();
}
