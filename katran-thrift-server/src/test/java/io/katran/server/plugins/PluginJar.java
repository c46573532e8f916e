package io.katran.server.plugins;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import com.typesafe.config.Config;
import io.katran.spi.Plugin;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;

/** Compiles a plugin from source and packs it as its author would. */
final class PluginJar {
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    /** What a plugin compiles against. */
    private static final String CLASS_PATH =
            Stream.of(Plugin.class, Config.class, MetricRegistry.class, NullMarked.class)
                    .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
                    .collect(Collectors.joining(File.pathSeparator));

    private PluginJar() {}

    /** Compiling takes a second, and most tests want the same plugin once more. */
    private static final Map<String, byte[]> JARS = new ConcurrentHashMap<>();

    /**
     * @param home the plugin's directory
     * @param className in the package {@code test}
     * @param source of the class
     */
    static void write(Path home, String className, String source) throws IOException {
        byte[] jar = JARS.get(source);
        if (jar == null) {
            jar = pack(className, source);
            JARS.put(source, jar);
        }
        Files.write(Files.createDirectories(home).resolve(className + ".jar"), jar);
    }

    private static byte[] pack(String className, String source) throws IOException {
        Path work = Files.createTempDirectory("plugin-jar");
        Path file = Files.writeString(work.resolve(className + ".java"), source);
        int status =
                COMPILER.run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-d",
                        "" + work,
                        "-cp",
                        CLASS_PATH,
                        "" + file);
        assertThat(status).as("compiling " + className).isZero();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            jar.putNextEntry(new JarEntry("META-INF/services/io.katran.spi.Plugin"));
            jar.write(("test." + className).getBytes(UTF_8));
            for (Path compiled : classes(work)) {
                jar.putNextEntry(new JarEntry(work.relativize(compiled).toString()));
                Files.copy(compiled, jar);
            }
        }
        remove(work);
        return bytes.toByteArray();
    }

    private static List<Path> classes(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
        }
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
