package io.katran.cli.lab;

import io.katran.api.ErrorCode;
import io.katran.api.KatranException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs the system's own commands ({@code ip}, {@code ethtool}, {@code mount}...), each to its end
 * and never longer than ten seconds. A failure shows the command and what it wrote to stderr.
 */
final class Tool {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Map<String, String> PACKAGES =
            Map.of(
                    "ip", "iproute2",
                    "ethtool", "ethtool",
                    "sysctl", "procps",
                    "nsenter", "util-linux",
                    "setsid", "util-linux",
                    "mount", "mount",
                    "umount", "mount");

    private Tool() {}

    /**
     * Runs a command and returns its standard output.
     *
     * @throws KatranException if the command is missing, exits with another status than 0, or takes
     *     longer than ten seconds
     */
    static String run(String... command) {
        return run(List.of(command));
    }

    /** {@link #run(String...)} for a command that was put together. */
    static String run(List<String> command) {
        Process process = start(command);
        CompletableFuture<String> out = readAll(process.getInputStream());
        CompletableFuture<String> err = readAll(process.getErrorStream());
        if (!endsInTime(process)) {
            process.destroyForcibly();
            throw failed(command, "still running after " + LIMIT.toSeconds() + " s");
        }
        String stderr = err.join().strip();
        if (process.exitValue() != 0) {
            throw failed(
                    command,
                    "status " + process.exitValue() + (stderr.isEmpty() ? "" : ": " + stderr));
        }
        return out.join();
    }

    private static Process start(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .start();
        } catch (IOException e) {
            String program = command.get(0);
            throw new KatranException(
                    ErrorCode.KERNEL_REFUSED,
                    String.format(
                            "cannot run `%s` (%s); install the package %s, or run bin/setup",
                            String.join(" ", command),
                            e.getMessage(),
                            PACKAGES.getOrDefault(program, program)),
                    e);
        }
    }

    private static boolean endsInTime(Process process) {
        try {
            return process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static CompletableFuture<String> readAll(InputStream stream) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (stream) {
                        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                runnable -> {
                    Thread reader = new Thread(runnable, "command-output");
                    reader.setDaemon(true);
                    reader.start();
                });
    }

    private static KatranException failed(List<String> command, String why) {
        return new KatranException(
                ErrorCode.KERNEL_REFUSED, "`" + String.join(" ", command) + "` failed: " + why);
    }
}
