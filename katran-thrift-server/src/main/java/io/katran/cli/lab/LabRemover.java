package io.katran.cli.lab;

import io.katran.api.ErrorCode;
import io.katran.api.KatranException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Removes a lab, or what is left of one; goes on after a failure and reports all of them. */
final class LabRemover {
    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    private final Topology topology;
    private final List<String> failures = new ArrayList<>();
    private boolean found;

    LabRemover(Topology topology) {
        this.topology = topology;
    }

    /**
     * Ends the processes in the lab's namespaces and removes namespaces, pins and files.
     *
     * @return false if there was nothing to remove
     * @throws KatranException if something could not be removed; all else was
     */
    boolean down() {
        List<String> namespaces =
                topology.namespaces().stream()
                        .filter(namespace -> Files.exists(Path.of("/run/netns", namespace)))
                        .toList();
        found = !namespaces.isEmpty() || Files.exists(topology.directory());
        attempt(() -> endProcesses(namespaces));
        namespaces.forEach(
                namespace -> attempt(() -> Tool.run("ip", "netns", "delete", namespace)));
        attempt(this::unmount);
        attempt(this::deleteFiles);
        if (!failures.isEmpty()) {
            throw new KatranException(
                    ErrorCode.KERNEL_REFUSED,
                    "lab \""
                            + topology.name()
                            + "\" is not wholly removed: "
                            + String.join("; ", failures));
        }
        return found;
    }

    /** Everything in these namespaces was started for this lab, and would keep them alive. */
    private void endProcesses(List<String> namespaces) {
        List<ProcessHandle> processes =
                namespaces.stream()
                        .flatMap(namespace -> Tool.run("ip", "netns", "pids", namespace).lines())
                        .map(line -> ProcessHandle.of(Long.parseLong(line.strip())))
                        .flatMap(java.util.Optional::stream)
                        .filter(process -> process.pid() != ProcessHandle.current().pid())
                        .toList();
        processes.forEach(ProcessHandle::destroy);
        if (!Pause.until(GRACE, () -> processes.stream().noneMatch(ProcessHandle::isAlive))) {
            processes.forEach(ProcessHandle::destroyForcibly);
            if (!Pause.until(
                    KILL_LIMIT, () -> processes.stream().noneMatch(ProcessHandle::isAlive))) {
                failures.add("a process in it does not end");
            }
        }
    }

    private void unmount() {
        String mountPoint = topology.bpffs().toString();
        if (isMounted(mountPoint)) {
            Tool.run("umount", mountPoint);
        }
    }

    private static boolean isMounted(String mountPoint) {
        try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"))) {
            return mounts.anyMatch(mount -> mount.split(" ")[1].equals(mountPoint));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the mounts", e);
        }
    }

    private void deleteFiles() {
        if (!Files.exists(topology.directory())) {
            return;
        }
        try (Stream<Path> tree = Files.walk(topology.directory())) {
            for (Path path : tree.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + topology.directory(), e);
        }
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            failures.add(String.valueOf(e.getMessage()));
        }
    }
}
