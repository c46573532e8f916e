package io.katran.benchmark;

import io.katran.benchmark.control.ControlBenchmark;
import io.katran.benchmark.control.ControlResult;
import io.katran.cli.KatranCommand;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Microseconds of single steps of the control plane. */
@Command(
        name = "control",
        description =
                "Measures single steps of the control plane: rings, the kernel's maps, counters."
                        + " Needs root.")
final class ControlCommand implements Callable<Integer> {
    private static final int MOST_ROUNDS = 100_000;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "200",
            description = "How often each step is timed (200).")
    private int rounds;

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes results to a file.")
    private @Nullable Path json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Prints this help.")
    private boolean help;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        if (rounds < 1 || rounds > MOST_ROUNDS) {
            throw new ParameterException(
                    spec.commandLine(), "--rounds " + rounds + " is outside 1.." + MOST_ROUNDS);
        }
        PrintWriter err = spec.commandLine().getErr();
        ControlResult result =
                new ControlBenchmark(
                                rounds,
                                line -> {
                                    err.println(line);
                                    err.flush();
                                })
                        .run();
        result.printTo(spec.commandLine().getOut());
        if (json != null) {
            Output.write(json, result.toJson());
        }
        return KatranCommand.OK;
    }
}
