package io.katran.bpf;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A kernel map.
 *
 * <p>Keys and values travel in direct buffers in native byte order, packed one behind the other
 * from the buffer's position on; positions and limits are not changed. A value of a per-CPU map is
 * {@link #valueStride()} bytes: one part of {@link #perCpuStride()} bytes for each possible CPU.
 * Bulk calls need one system call where the kernel has batches for the kind of map, else one for
 * each element; either way they are one native call.
 *
 * <p>Thread-safe as far as the kernel is: single elements are written whole, batches are not
 * atomic. Closing gives back the descriptor only; the map lives as long as a program, a pin or
 * another descriptor holds it.
 */
public final class BpfMap implements AutoCloseable {
    private static final int PROCESSED_SHIFT = 12;
    private static final int ERRNO_MASK = (1 << PROCESSED_SHIFT) - 1;

    private final Handle handle;
    private final MapInfo info;
    private final int valueStride;

    private BpfMap(Handle handle) {
        this.handle = handle;
        this.info = handle.callFd(fd -> Info.ofMap(fd, handle.label()));
        this.valueStride =
                info.type().isPerCpu()
                        ? Math.multiplyExact(perCpuStride(), Cpus.possibleCount())
                        : info.valueBytes();
    }

    /** Takes over a descriptor. */
    static BpfMap ofFd(int fd, String label) {
        Handle handle = Handle.ofFd(label, fd);
        try {
            return new BpfMap(handle);
        } catch (BpfException e) {
            handle.close();
            throw e;
        }
    }

    /**
     * Creates a map that belongs to no program yet.
     *
     * @throws BpfException EINVAL for sizes or flags the kernel does not take; EPERM without
     *     privileges
     */
    public static BpfMap create(MapSpec spec) {
        Bpf.require();
        String label = "map '" + spec.name() + "'";
        int fd =
                spec.innerMap().isPresent()
                        ? spec.innerMap().get().handle.callFd(inner -> create(spec, inner))
                        : create(spec, -1);
        return ofFd(Failures.check(fd, "create", label), label);
    }

    private static int create(MapSpec spec, int innerFd) {
        return Native.mapCreate(
                spec.type().number(),
                spec.name(),
                spec.keyBytes(),
                spec.valueBytes(),
                spec.maxEntries(),
                spec.flags() | (spec.numaNode().isPresent() ? MapFlags.NUMA_NODE : 0),
                spec.numaNode().orElse(0),
                innerFd);
    }

    /** Opens a pinned map. */
    public static BpfMap openPinned(Path path) {
        Bpf.require();
        String label = "map " + path;
        return ofFd(Failures.check(Native.openPinned(path.toString()), "open", label), label);
    }

    /** Opens a map by the kernel's number of it; needs CAP_SYS_ADMIN. */
    public static BpfMap openById(int id) {
        Bpf.require();
        String label = "map with id " + id;
        return ofFd(Failures.check(Native.fdById(Native.KIND_MAP, id), "open", label), label);
    }

    /** What the map looked like when it was opened; only a freeze could change it. */
    public MapInfo info() {
        return info;
    }

    /** Bytes from one value to the next in buffers. */
    public int valueStride() {
        return valueStride;
    }

    /** Bytes from one CPU's part of a value to the next CPU's. */
    public int perCpuStride() {
        return roundUpToLong(info.valueBytes());
    }

    /**
     * Bytes from one element to the next in mapped memory: values of arrays begin at multiples of
     * eight.
     */
    public int mappedStride() {
        return roundUpToLong(info.valueBytes());
    }

    /** A buffer for so many keys. */
    public ByteBuffer newKeys(int count) {
        return MapWalk.newBuffer(count, info.keyBytes());
    }

    /** A buffer for so many values. */
    public ByteBuffer newValues(int count) {
        return MapWalk.newBuffer(count, valueStride);
    }

    /**
     * Reads one value.
     *
     * @return false if there is no such key
     */
    public boolean lookup(ByteBuffer key, ByteBuffer value) {
        return unlessMissing("lookup", elements(Native.OP_LOOKUP, key, value, 1, UpdateMode.ANY));
    }

    /** Creates or replaces one entry. */
    public void update(ByteBuffer key, ByteBuffer value) {
        update(key, value, UpdateMode.ANY);
    }

    /**
     * Writes one entry.
     *
     * @throws BpfException E2BIG if a hash map is full or an array's index too large; EEXIST or
     *     ENOENT as the mode says
     */
    public void update(ByteBuffer key, ByteBuffer value, UpdateMode mode) {
        checked("update", elements(Native.OP_UPDATE, key, value, 1, mode), 1);
    }

    /**
     * Removes one entry.
     *
     * @return false if there is no such key
     */
    public boolean delete(ByteBuffer key) {
        return unlessMissing("delete", elements(Native.OP_DELETE, key, null, 1, UpdateMode.ANY));
    }

    /**
     * Reads the values of the given keys.
     *
     * @throws BpfException ENOENT at the first missing key; {@link BpfException#processed} says how
     *     many were read
     */
    public void lookupAll(ByteBuffer keys, ByteBuffer values, int count) {
        checked("lookup", elements(Native.OP_LOOKUP, keys, values, count, UpdateMode.ANY), count);
    }

    /**
     * Creates or replaces entries, in order.
     *
     * @throws BpfException E2BIG when a hash map gets full; {@link BpfException#processed} says how
     *     many were written
     */
    public void updateAll(ByteBuffer keys, ByteBuffer values, int count) {
        checked("update", elements(Native.OP_UPDATE, keys, values, count, UpdateMode.ANY), count);
    }

    /**
     * Removes entries, in order.
     *
     * @throws BpfException ENOENT at the first missing key; {@link BpfException#processed} says how
     *     many were removed
     */
    public void deleteAll(ByteBuffer keys, int count) {
        checked("delete", elements(Native.OP_DELETE, keys, null, count, UpdateMode.ANY), count);
    }

    /**
     * Makes an inner map reachable under a key of a map of maps. The kernel may wait for running
     * programs: 8 to 16 ms.
     */
    public void updateInner(ByteBuffer key, BpfMap inner) {
        updateWithFd(key, inner.handle);
    }

    /**
     * Makes a program the target of tail calls through an index of a program array.
     *
     * @throws BpfException EINVAL if the program is of another kind than those the array holds or
     *     is called from, which includes how it wants to be attached
     */
    public void updateProgram(ByteBuffer key, BpfProgram program) {
        updateWithFd(key, program.handle());
    }

    private void updateWithFd(ByteBuffer key, Handle owner) {
        ByteBuffer value = MapWalk.newBuffer(1, Integer.BYTES);
        long result =
                owner.callFd(
                        fd -> {
                            value.putInt(0, fd);
                            return elements(Native.OP_UPDATE, key, value, 1, UpdateMode.ANY);
                        });
        checked("update with " + owner.label(), result, 1);
    }

    /**
     * Reads a run of an array's elements, per-CPU or not, in one system call where the kernel can.
     *
     * @param values receives the values from its position on
     */
    public void readRange(int first, int count, ByteBuffer values) {
        if (info.type() != MapType.ARRAY && info.type() != MapType.PERCPU_ARRAY) {
            throw new IllegalArgumentException(
                    this + " is a " + info.type() + ": only arrays have ranges");
        }
        if (first < 0 || count < 0 || first > info.maxEntries() - count) {
            throw new IllegalArgumentException(
                    "%s: range of %d elements from %d is outside 0..%d"
                            .formatted(this, count, first, info.maxEntries() - 1));
        }
        requireRoom("values", values, count, valueStride);
        new MapWalk(handle, info, valueStride).range(first, count, values);
    }

    /**
     * Visits every entry, in no order.
     *
     * <p>An entry that is there during the whole walk is visited at least once, others may or may
     * not be. No lock is held: the visitor may take its time, change the map, even close it, which
     * ends the walk with an IllegalStateException. The walk is bounded: under heavy change it stops
     * after twice the map's capacity.
     *
     * @return how many entries were visited
     */
    public long forEach(EntryVisitor visitor) {
        return new MapWalk(handle, info, valueStride).forEach(visitor);
    }

    /** Visits every key; see {@link #forEach}. */
    public long forEachKey(KeyVisitor visitor) {
        return forEach((key, value) -> visitor.visit(key));
    }

    /**
     * Maps a stretch of an {@link MapFlags#MMAPABLE} array into this process.
     *
     * @param offset in bytes, a multiple of the page size
     * @param length in bytes; the kernel rounds up to pages
     * @throws BpfException EINVAL if the stretch is not within the map; EPERM if the map is frozen
     */
    public MappedMap mmap(long offset, long length) {
        if (!info.has(MapFlags.MMAPABLE)) {
            throw new IllegalArgumentException(this + " was created without MMAPABLE");
        }
        if (offset < 0 || length <= 0 || length > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "%s: a mapping of %d bytes from %d is outside 1..%d bytes"
                            .formatted(this, length, offset, Integer.MAX_VALUE));
        }
        long address = handle.callLong(fd -> Native.mapMmap((int) fd, offset, length));
        Failures.check(address, "mmap", handle.label(), length + " bytes from " + offset);
        return MappedMap.of(address, length, handle.label());
    }

    /** Maps a whole {@link MapFlags#MMAPABLE} array. */
    public MappedMap mmap() {
        return mmap(0, (long) info.maxEntries() * mappedStride());
    }

    /** Keeps the map in bpffs. */
    public void pin(Path path) {
        Bpffs.pin(handle, path);
    }

    @Override
    public void close() {
        handle.close();
    }

    @Override
    public String toString() {
        return handle.label();
    }

    Handle handle() {
        return handle;
    }

    private long elements(
            int operation,
            ByteBuffer keys,
            @Nullable ByteBuffer values,
            int count,
            UpdateMode mode) {
        requireRoom("keys", keys, count, info.keyBytes());
        if (values != null) {
            requireRoom("values", values, count, valueStride);
        }
        long fd = handle.enter();
        try {
            return Native.mapElements(
                    operation,
                    (int) fd,
                    info.type().number(),
                    keys,
                    keys.position(),
                    info.keyBytes(),
                    values,
                    values == null ? 0 : values.position(),
                    valueStride,
                    count,
                    mode.flags());
        } finally {
            handle.exit();
        }
    }

    private boolean unlessMissing(String operation, long result) {
        if (result < 0 && (-result & ERRNO_MASK) == Errno.ENOENT.number()) {
            return false;
        }
        checked(operation, result, 1);
        return true;
    }

    private void checked(String operation, long result, int count) {
        if (result >= 0) {
            return;
        }
        int processed = (int) (-result >> PROCESSED_SHIFT);
        Errno errno = Errno.of((int) (-result & ERRNO_MASK));
        throw count == 1
                ? new BpfException(operation, handle.label(), errno, "")
                : BpfException.ofBatch(operation, handle.label(), errno, processed, count);
    }

    private void requireRoom(String what, ByteBuffer buffer, int count, int stride) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException(this + ": " + what + " must be a direct buffer");
        }
        if (count < 0 || buffer.remaining() < (long) count * stride) {
            throw new IllegalArgumentException(
                    "%s: %s has %d bytes, but %d times %d are needed"
                            .formatted(this, what, buffer.remaining(), count, stride));
        }
    }

    private static int roundUpToLong(int bytes) {
        return Math.addExact(bytes, Long.BYTES - 1) & -Long.BYTES;
    }
}
