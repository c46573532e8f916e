package io.katran.bpf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The file system that keeps pinned maps, programs and links alive. */
public final class Bpffs {
    /** Where every distribution mounts it. */
    public static final Path DEFAULT_ROOT = Path.of("/sys/fs/bpf");

    private Bpffs() {}

    /** Whether a directory lies on a bpffs. */
    public static boolean isMounted(Path directory) {
        Bpf.require();
        return Files.isDirectory(directory)
                && Failures.check(
                                Native.isBpffs(directory.toString()),
                                "look up",
                                "file system of " + directory)
                        == 1;
    }

    /**
     * Mounts a bpffs on a directory unless it lies on one already.
     *
     * @throws BpfException EPERM without CAP_SYS_ADMIN
     */
    public static void mount(Path directory) {
        if (isMounted(directory)) {
            return;
        }
        Bpf.require();
        Failures.check(Native.mountBpffs(directory.toString()), "mount", "bpffs on " + directory);
    }

    /** Makes a directory and its parents, readable by the owner only. */
    public static void createDirectories(Path directory) {
        try {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + directory + " for pins", e);
        }
    }

    /**
     * Removes a pin or an empty directory; false if there was none. What is in use elsewhere lives
     * on.
     */
    public static boolean unlink(Path path) {
        try {
            return Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + path, e);
        }
    }

    static void pin(Handle handle, Path path) {
        int result = handle.callFd(fd -> Native.pin(fd, path.toString()));
        if (result >= 0) {
            return;
        }
        Path directory = path.toAbsolutePath().getParent();
        String where = isMounted(directory) ? "" : "; " + directory + " is no directory of a bpffs";
        throw new BpfException("pin", handle.label(), Errno.of(result), "path " + path + where);
    }
}
