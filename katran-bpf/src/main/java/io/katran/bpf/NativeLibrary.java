package io.katran.bpf;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds and loads the native library: from {@code -Dkatran.native.path} if that is set, else from
 * the jar by way of a temporary file, else from {@code java.library.path}.
 */
final class NativeLibrary {
    /**
     * Full path of the library, for machines where nothing may be executed from the temporary
     * directory.
     */
    static final String PATH_PROPERTY = "katran.native.path";

    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
    private static final String NAME = "katran_bpf";

    private NativeLibrary() {}

    /** Loads the library; empty if that worked. */
    static Optional<Throwable> load() {
        String override = System.getProperty(PATH_PROPERTY);
        if (override != null) {
            return attempt(() -> loadFile(Path.of(override).toAbsolutePath()))
                    .map(
                            cause ->
                                    unavailable(
                                            "-D"
                                                    + PATH_PROPERTY
                                                    + "="
                                                    + override
                                                    + " cannot be loaded",
                                            cause));
        }
        Optional<Throwable> fromJar = attempt(NativeLibrary::loadFromJar);
        if (fromJar.isEmpty()) {
            return Optional.empty();
        }
        return attempt(() -> System.loadLibrary(NAME))
                .map(fromPath -> unavailable(fromJar.get().getMessage(), fromJar.get(), fromPath));
    }

    /** Where the jar carries the library for this machine. */
    static String resource() {
        return "META-INF/native/linux-" + architecture() + "/lib" + NAME + ".so";
    }

    private static String architecture() {
        String name = System.getProperty("os.arch");
        return name.equals("amd64") ? "x86_64" : name;
    }

    private static void loadFromJar() throws IOException {
        String resource = resource();
        Path copy = null;
        try (InputStream library =
                NativeLibrary.class.getClassLoader().getResourceAsStream(resource)) {
            if (library == null) {
                throw new FileNotFoundException(
                        "this build of katran-bpf has no "
                                + resource
                                + "; build it on a "
                                + architecture()
                                + " machine or set -D"
                                + PATH_PROPERTY);
            }
            copy = Files.createTempFile("lib" + NAME, ".so");
            Files.copy(library, copy, StandardCopyOption.REPLACE_EXISTING);
            loadFile(copy);
        } finally {
            if (copy != null) {
                Files.deleteIfExists(copy);
            }
        }
    }

    private static void loadFile(Path file) {
        try {
            System.load(file.toString());
            LOG.debug("loaded {}", file);
        } catch (UnsatisfiedLinkError e) {
            // This is how the dynamic linker words a file system mounted noexec.
            if (String.valueOf(e.getMessage()).contains("failed to map segment")) {
                UnsatisfiedLinkError explained =
                        new UnsatisfiedLinkError(
                                file.getParent()
                                        + " seems to be mounted noexec; set -Djava.io.tmpdir to another directory, or extract "
                                        + resource()
                                        + " from the jar and set -D"
                                        + PATH_PROPERTY);
                explained.initCause(e);
                throw explained;
            }
            throw e;
        }
    }

    private static Throwable unavailable(String message, Throwable... attempts) {
        UnsatisfiedLinkError error = new UnsatisfiedLinkError(message);
        for (Throwable attempt : attempts) {
            error.addSuppressed(attempt);
        }
        return error;
    }

    private static Optional<Throwable> attempt(Attempt attempt) {
        try {
            attempt.run();
            return Optional.empty();
        } catch (IOException | LinkageError | SecurityException e) {
            return Optional.of(e);
        }
    }

    @FunctionalInterface
    private interface Attempt {
        void run() throws IOException;
    }
}
