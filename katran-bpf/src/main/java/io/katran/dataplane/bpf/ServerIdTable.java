package io.katran.dataplane.bpf;

import io.katran.bpf.BpfException;
import io.katran.bpf.BpfMap;
import io.katran.bpf.MapFlags;
import io.katran.bpf.MapSpec;
import io.katran.bpf.MapType;
import io.katran.control.Dataplane.Server;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The map {@code server_ids}: server id to the endpoints of its real.
 *
 * <p>A hash map takes 16 bytes for each entry that it could hold, 256 MiB for all ids of 24 bits,
 * whether it is told to allocate entries in advance or not. So the table begins small and is
 * replaced by one of twice the size when it is full: filled first, then put in the place of the old
 * one by one store, so that packets miss no id.
 */
final class ServerIdTable implements AutoCloseable {
    private static final int FIRST_SIZE = 1024;

    private final BpfMap outer;
    private final ServerIdCodec codec;
    private final int most;
    private @Nullable BpfMap table;
    private int size;
    private int used;

    /**
     * @param most how many ids there can be
     */
    ServerIdTable(BpfMap outer, ServerIdCodec codec, int most) {
        this.outer = outer;
        this.codec = codec;
        this.most = most;
    }

    /** Adds ids, or gives them other endpoints. */
    void put(Map<Integer, Server> ids) {
        ids.forEach(
                (id, server) -> {
                    ByteBuffer key = codec.key(id);
                    boolean isNew =
                            table == null || !table.lookup(key, codec.value(new Server(0, 0)));
                    BpfMap roomy = isNew ? tableForOneMore() : present();
                    roomy.update(key, codec.value(server));
                    used += isNew ? 1 : 0;
                });
    }

    /** Removes ids; those that are not there are left alone. */
    void remove(Collection<Integer> ids) {
        if (table != null) {
            for (int id : ids) {
                used -= table.delete(codec.key(id)) ? 1 : 0;
            }
        }
    }

    private BpfMap present() {
        if (table == null) {
            throw new IllegalStateException("no table of server ids");
        }
        return table;
    }

    private BpfMap tableForOneMore() {
        if (table == null || used == size) {
            replace((int) Math.min(most, Math.max(FIRST_SIZE, 2L * size)));
        }
        return present();
    }

    private void replace(int newSize) {
        BpfMap larger =
                BpfMap.create(
                        new MapSpec(
                                MapType.HASH,
                                "klb_server_ids",
                                codec.keySize(),
                                codec.valueSize(),
                                newSize,
                                MapFlags.NO_PREALLOC));
        try {
            if (table != null) {
                table.forEach(
                        (key, value) -> {
                            larger.update(copy(key), copy(value));
                            return true;
                        });
            }
            outer.updateInner(codec.slot(), larger);
        } catch (BpfException e) {
            larger.close();
            throw e;
        }
        close();
        table = larger;
        size = newSize;
    }

    private static ByteBuffer copy(ByteBuffer buffer) {
        return ByteBuffer.allocateDirect(buffer.remaining())
                .order(ByteOrder.nativeOrder())
                .put(0, buffer, buffer.position(), buffer.remaining());
    }

    @Override
    public void close() {
        if (table != null) {
            table.close();
        }
    }
}
