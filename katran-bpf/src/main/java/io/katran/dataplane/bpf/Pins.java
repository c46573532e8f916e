package io.katran.dataplane.bpf;

import io.katran.api.DataplaneException;
import io.katran.api.ErrorCode;
import io.katran.bpf.BpfMap;
import io.katran.bpf.Bpffs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The directory of one instance on bpffs. */
final class Pins {
    private static final String MAPS = "maps";

    private final Path directory;

    private Pins(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes the directory.
     *
     * @throws DataplaneException if it is not on a bpffs
     */
    static Pins prepare(Path directory) {
        Path parent = directory;
        while (!Files.isDirectory(parent)) {
            parent = parent.getParent();
        }
        if (!Bpffs.isMounted(parent)) {
            throw new DataplaneException(
                    ErrorCode.KERNEL_REFUSED,
                    "cannot pin in "
                            + directory
                            + ", which is not on a bpffs; mount one: mount -t bpf bpf /sys/fs/bpf",
                    null);
        }
        Bpffs.createDirectories(directory.resolve(MAPS));
        return new Pins(directory);
    }

    /** Pins the maps of the instance that forwards now in the place of those of the one before. */
    void replaceMaps(Map<String, BpfMap> maps) {
        removeMaps();
        maps.forEach((name, map) -> map.pin(directory.resolve(MAPS).resolve(name)));
    }

    /** Removes everything. */
    void remove() {
        removeMaps();
        Bpffs.unlink(directory.resolve(MAPS));
        Bpffs.unlink(directory);
    }

    private void removeMaps() {
        try (Stream<Path> pinned = Files.list(directory.resolve(MAPS))) {
            List<Path> all = pinned.toList();
            all.forEach(Bpffs::unlink);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the pins in " + directory, e);
        }
    }
}
