package io.katran.cli.lab;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Drives a balancer through the demonstration's scenario; runs in the client's namespace. */
@Command(
        name = "scenario",
        hidden = true,
        description = "Used by bin/demo in the client's namespace.")
final class ScenarioCommand implements Callable<Integer> {
    @Mixin private LabCommand.LabName lab;

    @Option(names = "--reals-v4", required = true, description = "discovery file of the IPv4 VIP")
    private Path realsV4;

    @Option(names = "--reals-v6", required = true, description = "discovery file of the IPv6 VIP")
    private Path realsV6;

    @Option(names = "--server-pid", required = true, description = "process of the balancer")
    private long serverPid;

    @Option(names = "--elapsed", defaultValue = "0", description = "seconds since the start")
    private int elapsed;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        Topology topology = lab.topology();
        PrintWriter out = spec.commandLine().getOut();
        BooleanSupplier serverLives =
                () -> ProcessHandle.of(serverPid).map(ProcessHandle::isAlive).orElse(false);
        List<Service> services =
                List.of(
                        Service.v4(topology, new RealsFile(realsV4)),
                        Service.v6(topology, new RealsFile(realsV6)));
        try {
            Daemons daemons = new Daemons(topology, new ThisProgram(spec));
            new Scenario(topology, daemons, services, serverLives, new Journal(out, elapsed)).run();
            return ExitCode.OK;
        } catch (Expectation e) {
            String ended = serverLives.getAsBoolean() ? "" : " (the server has ended)";
            spec.commandLine().getErr().println("not as it should be: " + e.getMessage() + ended);
            return ExitCode.SOFTWARE;
        }
    }
}
