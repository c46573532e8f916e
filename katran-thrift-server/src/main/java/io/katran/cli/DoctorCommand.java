package io.katran.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.katran.server.checks.Finding;
import io.katran.server.checks.Host;
import io.katran.server.checks.LinuxHost;
import io.katran.server.checks.StartupChecks;
import io.katran.server.checks.Subject;
import io.katran.server.settings.ServerSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code katran doctor}: what of this host is in the way of balancing, and what mends it. */
@Command(
        name = "doctor",
        description = {
            "Checks this host and prints what is wrong and the command that mends it.",
            "Exit status 1 if something would keep the server from starting."
        },
        mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "also check the interface and the gateway of this configuration")
    private @Nullable Path config;

    @Option(names = "--json", description = "print a JSON array, for programs")
    private boolean json;

    @Spec private CommandSpec spec;

    private final Host host;

    /** Looks at the host it runs on. */
    public DoctorCommand() {
        this(new LinuxHost());
    }

    DoctorCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws JsonProcessingException {
        Optional<Subject> subject =
                Optional.ofNullable(config)
                        .map(file -> Subject.of(ServerSettings.load(file).core()));
        List<Finding> findings = StartupChecks.run(host, subject);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(toJson(findings));
        } else {
            print(findings, out);
        }
        out.flush();
        return StartupChecks.failures(findings).isEmpty() ? KatranCommand.OK : KatranCommand.FAILED;
    }

    private static void print(List<Finding> findings, PrintWriter out) {
        for (Finding finding : findings) {
            out.printf("%-4s  %-15s %s%n", finding.severity(), finding.id(), finding.what());
            if (!finding.fix().isEmpty()) {
                out.printf("%-4s  %-15s -> %s%n", "", "", finding.fix());
            }
        }
    }

    private static String toJson(List<Finding> findings) throws JsonProcessingException {
        List<Map<String, String>> array = findings.stream().map(DoctorCommand::toObject).toList();
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(array);
    }

    private static Map<String, String> toObject(Finding finding) {
        Map<String, String> object = new LinkedHashMap<>();
        object.put("id", finding.id());
        object.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
        object.put("what", finding.what());
        object.put("fix", finding.fix());
        return object;
    }
}
