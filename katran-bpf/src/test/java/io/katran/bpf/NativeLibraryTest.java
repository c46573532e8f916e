package io.katran.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
    /** Says whether the library could be loaded, and why not. */
    static final class Probe {
        private Probe() {}

        public static void main(String[] args) {
            System.out.println("available=" + Bpf.isAvailable());
            Bpf.unavailabilityCause()
                    .ifPresent(
                            cause -> {
                                System.out.println("cause=" + cause.getMessage());
                                for (Throwable attempt : cause.getSuppressed()) {
                                    System.out.println("suppressed=" + attempt);
                                }
                            });
        }
    }

    @Test
    void loads_from_the_class_path() {
        assertThat(Bpf.unavailabilityCause()).isEmpty();
        assertThat(Bpf.isAvailable()).isTrue();
    }

    @Test
    void every_native_method_is_bound() throws IOException {
        List<String> declared =
                Arrays.stream(Native.class.getDeclaredMethods())
                        .filter(method -> Modifier.isNative(method.getModifiers()))
                        .map(Method::getName)
                        .toList();
        Pattern entry = Pattern.compile("KJ_METHOD\\(\"(\\w+)\"");
        try (Stream<Path> sources = Files.list(Path.of("src/main/native"))) {
            List<String> bound =
                    sources.filter(path -> path.toString().endsWith(".c"))
                            .flatMap(
                                    path ->
                                            entry.matcher(read(path))
                                                    .results()
                                                    .map(match -> match.group(1)))
                            .toList();
            assertThat(bound).containsExactlyInAnyOrderElementsOf(declared);
        }
    }

    @Test
    void the_path_property_names_the_library_and_nothing_else_is_tried(@TempDir Path directory)
            throws Exception {
        Path copy = directory.resolve("renamed.so");
        try (var library =
                getClass().getClassLoader().getResourceAsStream(NativeLibrary.resource())) {
            Files.copy(library, copy);
        }

        assertThat(probe(List.of(), "-Dkatran.native.path=" + copy)).contains("available=true");
        assertThat(probe(List.of(), "-Dkatran.native.path=/nowhere.so"))
                .contains(
                        "available=false",
                        "cause=-Dkatran.native.path=/nowhere.so cannot be loaded")
                .contains("suppressed=java.lang.UnsatisfiedLinkError");
    }

    @Test
    void an_unknown_architecture_is_named_with_every_attempt() throws Exception {
        assertThat(probe(List.of(), "-Dos.arch=vax"))
                .contains(
                        "available=false",
                        "no META-INF/native/linux-vax/libkatran_bpf.so",
                        "suppressed=")
                .contains("java.library.path");
    }

    @Test
    @Tag("bpf")
    void a_temporary_directory_without_exec_is_diagnosed(@TempDir Path directory) throws Exception {
        String mount = "mount -t tmpfs -o noexec kjtest " + directory + " && exec \"$@\"";

        assertThat(
                        probe(
                                List.of("unshare", "-m", "sh", "-c", mount, "sh"),
                                "-Djava.io.tmpdir=" + directory))
                .contains(
                        "available=false",
                        directory + " seems to be mounted noexec",
                        "-Djava.io.tmpdir");
    }

    private static String probe(List<String> prefix, String option) throws Exception {
        return ChildJvm.run(prefix, List.of(option), Probe.class).output();
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
