package io.katran.cli.lab;

import io.katran.api.ErrorCode;
import io.katran.api.KatranException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code katran lab}: a network-namespace lab on one machine. */
@Command(
        name = "lab",
        description = "A lab of network namespaces: client, router, balancer, three reals.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(up | down | status)",
        subcommands = {
            LabCommand.Up.class,
            LabCommand.Down.class,
            LabCommand.Status.class,
            PeerCommand.class,
            RealCommand.class,
            ScenarioCommand.class
        })
public final class LabCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "one of up, down, status is missing");
    }

    /** Which lab is meant. */
    static final class LabName {
        @Option(
                names = "--name",
                paramLabel = "NAME",
                defaultValue = "lab",
                description =
                        "name of the lab; several may be up at once (default: ${DEFAULT-VALUE})")
        private String name;

        Topology topology() {
            return new Topology(name);
        }
    }

    @Command(
            name = "up",
            description = "Makes the namespaces and starts the reals' servers; needs root.",
            mixinStandardHelpOptions = true)
    static final class Up implements Callable<Integer> {
        @Mixin private LabName lab;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            requireRoot();
            Topology topology = lab.topology();
            new LabBuilder(topology, new ThisProgram(spec)).up();
            print(spec, status(topology, spec));
            return ExitCode.OK;
        }
    }

    @Command(
            name = "down",
            description =
                    "Ends everything that runs in the lab and removes it, also what a failed `up` left.",
            mixinStandardHelpOptions = true)
    static final class Down implements Callable<Integer> {
        @Mixin private LabName lab;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            requireRoot();
            Topology topology = lab.topology();
            boolean removed = new LabRemover(topology).down();
            PrintWriter out = spec.commandLine().getOut();
            out.printf("lab \"%s\" %s%n", topology.name(), removed ? "removed" : "was not up");
            out.flush();
            return ExitCode.OK;
        }
    }

    @Command(
            name = "status",
            description = "Shows what is there; exit status 1 if the lab is not wholly up.",
            mixinStandardHelpOptions = true)
    static final class Status implements Callable<Integer> {
        @Mixin private LabName lab;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            LabStatus status = status(lab.topology(), spec);
            if (status.isThere()) {
                print(spec, status);
            } else {
                PrintWriter out = spec.commandLine().getOut();
                out.printf("lab \"%s\" is not up%n", lab.topology().name());
                out.flush();
            }
            return status.isUp() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private static LabStatus status(Topology topology, CommandSpec spec) {
        return new LabStatus(topology, new Daemons(topology, new ThisProgram(spec)));
    }

    private static void print(CommandSpec spec, LabStatus status) {
        PrintWriter out = spec.commandLine().getOut();
        status.lines().forEach(out::println);
        out.flush();
    }

    private static void requireRoot() {
        if (!isRoot()) {
            throw new KatranException(
                    ErrorCode.NO_PERMISSION,
                    "a lab needs root: it makes network namespaces and loads BPF programs; run it with"
                            + " sudo");
        }
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot see who runs this", e);
        }
    }
}
