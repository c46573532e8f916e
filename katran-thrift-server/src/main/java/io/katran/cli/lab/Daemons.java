package io.katran.cli.lab;

import io.katran.api.ErrorCode;
import io.katran.api.KatranException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The reals' servers: processes of this program, each in the namespace of its real, that outlive
 * the command that starts them.
 */
final class Daemons {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final long POLL_MS = 20;

    private final Topology topology;
    private final ThisProgram program;

    Daemons(Topology topology, ThisProgram program) {
        this.topology = topology;
        this.program = program;
    }

    /**
     * Starts the servers of these reals, all at once, and returns when each of them serves.
     *
     * @throws KatranException with the end of its log, if one ends or does not serve in 30 seconds
     */
    void start(List<LabNode> reals) {
        Map<LabNode, Process> started = new LinkedHashMap<>();
        for (LabNode real : reals) {
            delete(topology.pidFile(real));
            started.put(real, launch(real));
        }
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        started.forEach((real, process) -> awaitServing(real, process, deadline));
    }

    /** The process that serves in a real now. */
    Optional<ProcessHandle> serverOf(LabNode real) {
        try {
            long pid = Long.parseLong(Files.readString(topology.pidFile(real)).strip());
            return ProcessHandle.of(pid).filter(process -> livesIn(real, pid));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Process launch(LabNode real) {
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(NetworkBuilder.inNamespace(real.namespace()));
        command.addAll(
                program.command(
                        "lab",
                        "real",
                        "--identity",
                        real.name(),
                        "--port",
                        Integer.toString(Topology.SERVICE_PORT),
                        "--decap-pin",
                        topology.decapPin(real).toString(),
                        "--pid-file",
                        topology.pidFile(real).toString()));
        File log = topology.logFile(real).toFile();
        try {
            return new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the server of " + real.name(), e);
        }
    }

    private void awaitServing(LabNode real, Process process, long deadline) {
        while (!Files.exists(topology.pidFile(real))) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new KatranException(
                        ErrorCode.KERNEL_REFUSED,
                        String.format(
                                "the server of %s %s; its log %s ends with:%n%s",
                                real.name(),
                                process.isAlive() ? "does not serve after 30 s" : "ended at once",
                                topology.logFile(real),
                                endOfLog(real)));
            }
            Pause.ms(POLL_MS);
        }
    }

    /** Guards against a process id that was given to somebody else since. */
    private static boolean livesIn(LabNode real, long pid) {
        try {
            return Files.isSameFile(
                    Path.of("/proc", Long.toString(pid), "ns", "net"), real.namespaceFile());
        } catch (IOException e) {
            return false;
        }
    }

    private String endOfLog(LabNode real) {
        try {
            List<String> lines = Files.readAllLines(topology.logFile(real));
            return String.join(
                    System.lineSeparator(),
                    lines.subList(Math.max(0, lines.size() - 10), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file, e);
        }
    }
}
