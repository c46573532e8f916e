package io.katran.benchmark.measure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.katran.bpf.Cpus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

/**
 * Where and when something was measured; no figure means anything without it.
 *
 * @param compiler of the benchmark's BPF programs
 * @param load the load average of the last minute, negative if unknown
 */
public record Machine(
        Instant date,
        String kernel,
        String architecture,
        String cpu,
        int cpus,
        String java,
        String compiler,
        double load) {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final String COMPILER = "/META-INF/katran-benchmark/compiler";

    public static Machine now() {
        return new Machine(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                System.getProperty("os.version"),
                System.getProperty("os.arch"),
                cpuModel(),
                Cpus.online().size(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                compilerOfPrograms(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** Adds itself to an answer. */
    public void writeTo(ObjectNode node) {
        node.put("date", date.toString());
        node.put("kernel", kernel).put("architecture", architecture);
        node.put("cpu", cpu).put("cpus", cpus);
        node.put("java", java).put("compiler", compiler);
        node.put("load", Math.round(load * 100) / 100.0);
    }

    /** For people, in one line. */
    @Override
    public String toString() {
        return "Linux %s, %s, %d CPUs (load %.1f), %s, %s"
                .formatted(kernel, cpu, cpus, load, java, compiler);
    }

    private static String cpuModel() {
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown CPU");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + CPU_INFO, e);
        }
    }

    private static String compilerOfPrograms() {
        try (InputStream stream = Machine.class.getResourceAsStream(COMPILER)) {
            return stream == null
                    ? "unknown compiler"
                    : new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + COMPILER, e);
        }
    }
}
