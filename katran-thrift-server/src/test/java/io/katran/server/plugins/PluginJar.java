package io.katran.server.plugins;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import com.typesafe.config.Config;
import io.katran.spi.Plugin;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
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

    /**
     * @param home the plugin's directory
     * @param className in the package {@code test}
     * @param source of the class
     */
    static void write(Path home, String className, String source) throws IOException {
        Path work = Files.createTempDirectory("plugin-jar");
        Path file = Files.writeString(work.resolve(className + ".java"), source);
        int status =
                COMPILER.run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-d",
                        work.toString(),
                        "-cp",
                        CLASS_PATH,
                        file.toString());
        assertThat(status).as("compiling " + className).isZero();
        Files.createDirectories(home);
        try (OutputStream out = Files.newOutputStream(home.resolve(className + ".jar"));
                JarOutputStream jar = new JarOutputStream(out)) {
            jar.putNextEntry(new JarEntry("META-INF/services/io.katran.spi.Plugin"));
            jar.write(("test." + className).getBytes(UTF_8));
            for (Path compiled : classes(work)) {
                jar.putNextEntry(new JarEntry(work.relativize(compiled).toString()));
                Files.copy(compiled, jar);
            }
        }
        remove(work);
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
