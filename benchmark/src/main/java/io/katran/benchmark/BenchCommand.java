package io.katran.benchmark;

import io.katran.cli.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures this build on this machine. */
@Command(
        name = "bench",
        description = "Measures this build on this machine.",
        synopsisSubcommandLabel = "WHAT",
        subcommands = {DatapathCommand.class, ControlCommand.class})
public final class BenchCommand implements Verb {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Prints this help.")
    private boolean help;

    @Spec private CommandSpec spec;

    /** Without saying what: help, and the status of wrong usage. */
    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "say what to measure: datapath or control");
    }
}
