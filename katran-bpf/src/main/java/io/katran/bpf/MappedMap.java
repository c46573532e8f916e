package io.katran.bpf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Memory of an array map, shared with the programs that use the map: what is stored here is seen by
 * them at once.
 *
 * <p>The one who mapped it closes it, and nobody uses {@link #buffer} after that. Should somebody
 * do so nevertheless, nothing crashes: closing puts private zero pages in the place of the map's
 * memory, and the addresses themselves are given up only when no view of the buffer is reachable
 * any more. Such a late write is lost, though, silently.
 *
 * <p>Plain stores may become visible in any order. Publish with {@link #setLongRelease}: a program
 * that sees the new value sees everything that was stored here before it.
 */
public final class MappedMap implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MappedMap.class);
    private static final Cleaner CLEANER = Cleaner.create();
    private static final VarHandle LONGS =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final Mapping mapping;
    private final ByteBuffer buffer;
    private volatile boolean closed;

    private MappedMap(Mapping mapping, ByteBuffer buffer) {
        this.mapping = mapping;
        this.buffer = buffer;
    }

    static MappedMap of(long address, long length, String map) {
        ByteBuffer buffer = Native.memoryBuffer(address, length);
        if (buffer == null) {
            Native.memoryUnmap(address, length, 1);
            throw new BpfException("mmap", map, Errno.ENOMEM, "");
        }
        Mapping mapping = new Mapping("mapping of " + map, address, length);
        // Slices and duplicates keep the buffer itself reachable, so this runs after the last of
        // them.
        CLEANER.register(buffer, mapping::release);
        return new MappedMap(mapping, buffer.order(ByteOrder.nativeOrder()));
    }

    /**
     * The memory in native byte order, with a position and limit of its own.
     *
     * @throws IllegalStateException if closed
     */
    public ByteBuffer buffer() {
        requireOpen();
        return buffer.duplicate().order(ByteOrder.nativeOrder());
    }

    /** Bytes of the mapping, as asked for. */
    public int size() {
        return buffer.capacity();
    }

    /** Reads eight bytes; nothing read later can be older. */
    public long getLongAcquire(int offset) {
        requireOpen();
        return (long) LONGS.getAcquire(buffer, offset);
    }

    /**
     * Publishes eight bytes after everything stored before.
     *
     * @param offset in bytes, a multiple of eight
     */
    public void setLongRelease(int offset, long value) {
        requireOpen();
        LONGS.setRelease(buffer, offset, value);
    }

    /** Gives the map's memory back; does nothing the second time. */
    @Override
    public void close() {
        closed = true;
        mapping.retire();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(mapping.label + " is closed");
        }
    }

    /**
     * The addresses: in use, then retired (zero pages), then released; never two steps at a time.
     */
    private static final class Mapping {
        private final String label;
        private final long address;
        private final long length;
        private boolean retired;

        Mapping(String label, long address, long length) {
            this.label = label;
            this.address = address;
            this.length = length;
        }

        synchronized void retire() {
            if (!retired) {
                Failures.check(Native.memoryUnmap(address, length, 0), "unmap", label);
                retired = true;
            }
        }

        synchronized void release() {
            if (!retired) {
                LOG.warn("{} was never closed; the garbage collector released it", label);
                retired = true;
            }
            Native.memoryUnmap(address, length, 1);
        }
    }
}
