package io.katran.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.katran.api.Real;
import io.katran.api.SettingsException;
import io.katran.control.settings.VipSettings;
import io.katran.server.plugins.PluginHost;
import io.katran.server.settings.ServerSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Validates a configuration file as the server would. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Validates a configuration file as the server would, and changes nothing.",
            "",
            "All problems are printed at once, each as file:line: key: what is wrong, what is"
                    + " allowed. Needs no root; the interface need not exist. Exit status 0 if the"
                    + " server would take the file (there may be warnings), 2 if not."
        })
final class CheckCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The configuration file.")
    private Path file;

    @Option(
            names = "--plugins-dir",
            paramLabel = "DIR",
            description = "Where plugins are, instead of the installation's directory.")
    private @Nullable Path pluginsDir;

    @Option(
            names = "--json",
            description =
                    "Prints {\"file\", \"ok\", \"vips\", \"reals\", \"problems\": [..],"
                            + " \"warnings\": [..]}.")
    private boolean asJson;

    @Override
    public Integer call() throws JsonProcessingException {
        Optional<Path> plugins =
                Optional.ofNullable(pluginsDir).or(PluginHost::installationDirectory);
        try {
            ServerSettings settings =
                    ServerSettings.load(
                            file, (core, own) -> PluginHost.problems(core, own, plugins));
            report(settings.core().vips(), List.of(), settings.warnings());
            return KatranCommand.OK;
        } catch (SettingsException e) {
            report(List.of(), e.problems(), List.of());
            return KatranCommand.USAGE;
        }
    }

    private void report(List<VipSettings> vips, List<String> problems, List<String> warnings)
            throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (asJson) {
            out.println(new ObjectMapper().writeValueAsString(json(vips, problems, warnings)));
        } else {
            problems.forEach(err::println);
            warnings.forEach(warning -> err.println("warning: " + warning));
            if (problems.isEmpty()) {
                out.printf("%s: ok (%d VIPs, %d reals)%n", file, vips.size(), reals(vips));
            }
        }
        out.flush();
        err.flush();
    }

    private ObjectNode json(List<VipSettings> vips, List<String> problems, List<String> warnings) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("file", file.toString()).put("ok", problems.isEmpty());
        json.put("vips", vips.size()).put("reals", reals(vips));
        problems.forEach(json.putArray("problems")::add);
        warnings.forEach(json.putArray("warnings")::add);
        return json;
    }

    /** Different addresses; those that are discovered are not known. */
    private static long reals(List<VipSettings> vips) {
        return vips.stream()
                .flatMap(vip -> vip.vip().reals().stream())
                .map(Real::address)
                .distinct()
                .count();
    }
}
