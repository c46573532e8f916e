package io.katran.cli.lab;

import io.katran.api.ErrorCode;
import io.katran.api.KatranException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Sets a lab up, whole or not at all. */
final class LabBuilder {
    private final Topology topology;
    private final ThisProgram program;

    LabBuilder(Topology topology, ThisProgram program) {
        this.topology = topology;
        this.program = program;
    }

    /**
     * Returns when the reals serve. What the balancer's place lacks is the balancer.
     *
     * @throws KatranException if the lab exists or something failed; then nothing is left behind
     */
    void up() {
        claim();
        try {
            Tool.run("mount", "-t", "bpf", "bpf", topology.bpffs().toString());
            new NetworkBuilder(topology).build();
            letTransmitsThrough();
            new Daemons(topology, program).start(topology.reals());
        } catch (RuntimeException e) {
            removeAfter(e);
            throw e;
        }
    }

    /** Whoever makes the directory owns the name. */
    private void claim() {
        Path directory = topology.directory();
        try {
            Files.createDirectories(directory.getParent());
            Files.createDirectory(directory);
            Files.createDirectory(topology.bpffs());
        } catch (FileAlreadyExistsException e) {
            throw new KatranException(
                    ErrorCode.INVALID_ARGUMENT,
                    String.format(
                            "lab \"%1$s\" is already up (%2$s exists); remove it by `katran lab down"
                                    + " --name %1$s`, or choose another --name",
                            topology.name(), directory),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + directory, e);
        }
    }

    /** A veth accepts XDP_TX only if its peer runs an XDP program too, in native mode. */
    private void letTransmitsThrough() {
        List<String> command =
                new ArrayList<>(NetworkBuilder.inNamespace(topology.routerNamespace()));
        command.addAll(
                program.command(
                        "lab",
                        "peer",
                        "--interface",
                        topology.balancer().port(),
                        "--pin",
                        topology.peerPin().toString()));
        Tool.run(command);
    }

    private void removeAfter(RuntimeException failure) {
        try {
            new LabRemover(topology).down();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
