package io.katran.benchmark;

import io.katran.api.ErrorCode;
import io.katran.api.KatranException;
import io.katran.benchmark.datapath.DatapathBenchmark;
import io.katran.benchmark.datapath.DatapathReport;
import io.katran.benchmark.datapath.DatapathSettings;
import io.katran.bpf.Bpf;
import io.katran.bpf.BpfException;
import io.katran.bpf.Cpus;
import io.katran.cli.KatranCommand;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Nanoseconds per packet, by kind of packet. */
@Command(
        name = "datapath",
        description = {
            "Measures what the balancer's program takes for a packet, by kind of packet.",
            "",
            "Runs it, attached to nothing, with BPF_PROG_TEST_RUN on one CPU, in turns with a"
                    + " stand-in that makes the map operations of C++ Katran, and with any other"
                    + " program. Needs root. See benchmark/README.md."
        })
final class DatapathCommand implements Callable<Integer> {
    private static final int QUICK_ROUNDS = 3;
    private static final int QUICK_REPEAT = 20_000;
    private static final int QUICK_TABLE = 200_000;
    private static final int LARGEST_REPEAT = 10_000_000;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "25",
            description = "How often each program is measured (25).")
    private int rounds;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "200000",
            description = "Packets of one measurement (200000).")
    private int repeat;

    @Option(
            names = "--cpu",
            paramLabel = "N",
            description =
                    "The CPU to measure on; by default the last, which has fewest interrupts.")
    private @Nullable Integer cpu;

    @Option(
            names = "--table",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Entries of the CPU's connection table (1000000).")
    private int tableEntries;

    @Option(
            names = "--scenario",
            paramLabel = "ID",
            split = ",",
            description = "Only scenarios whose id begins so: tcp4, syn4-new...")
    private List<String> scenarios = List.of();

    @Option(
            names = "--program",
            paramLabel = "NAME=PIN|id:N[,stats=PIN|id:N]",
            description = {
                "Another program to compare with, loaded and provisioned as benchmark/README.md"
                        + " says. With its map `stats`, its limit of new flows is reset when"
                        + " needed, as ours is, and its path is checked."
            })
    private List<String> programs = List.of();

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes results to a file.")
    private @Nullable Path json;

    @Option(
            names = "--quick",
            description =
                    "Few rounds, few packets, a small table: shows that it works, not how fast.")
    private boolean quick;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Prints this help.")
    private boolean help;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        DatapathSettings settings = settings();
        PrintWriter err = spec.commandLine().getErr();
        try {
            Bpf.require();
            DatapathReport report =
                    new DatapathReport(
                            new DatapathBenchmark(
                                            settings,
                                            line -> {
                                                err.println(line);
                                                err.flush();
                                            })
                                    .run());
            report.printTo(spec.commandLine().getOut());
            if (json != null) {
                Output.write(json, report.toJson());
            }
            return KatranCommand.OK;
        } catch (BpfException e) {
            throw new KatranException(
                    ErrorCode.KERNEL_REFUSED,
                    e.getMessage() + " (bench needs root and Linux 5.18 or newer)",
                    e);
        }
    }

    private DatapathSettings settings() {
        requireRange("--rounds", rounds, 1, Short.MAX_VALUE);
        requireRange("--repeat", repeat, 1, LARGEST_REPEAT);
        requireRange("--table", tableEntries, 1, LARGEST_REPEAT);
        List<Integer> online = Cpus.online();
        int chosen = cpu == null ? online.get(online.size() - 1) : cpu;
        if (!online.contains(chosen)) {
            throw wrongUsage("--cpu " + chosen + " is not on line; CPUs that are: " + online);
        }
        DatapathSettings settings =
                new DatapathSettings(
                        quick ? QUICK_ROUNDS : rounds,
                        quick ? QUICK_REPEAT : repeat,
                        chosen,
                        quick ? QUICK_TABLE : tableEntries,
                        !quick,
                        scenarios,
                        programs);
        if (settings.chosenIds().isEmpty()) {
            throw wrongUsage(
                    "--scenario "
                            + String.join(",", scenarios)
                            + " is the beginning of no id; ids are "
                            + String.join(", ", DatapathSettings.allIds()));
        }
        return settings;
    }

    private void requireRange(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw wrongUsage(option + " " + value + " is outside " + least + ".." + most);
        }
    }

    private ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
