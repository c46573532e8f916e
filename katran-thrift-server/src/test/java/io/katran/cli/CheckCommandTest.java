package io.katran.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CheckCommandTest {
    private static final Path CONF = Path.of("../conf");

    private static final Pattern HOCON = Pattern.compile("```hocon\n(.*?)```", Pattern.DOTALL);

    @TempDir Path dir;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    static List<Path> shippedFiles() throws IOException {
        try (Stream<Path> files = Files.list(CONF)) {
            return files.filter(file -> file.toString().endsWith(".conf")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("shippedFiles")
    void every_file_that_we_ship_is_right_and_warns_of_nothing(Path file) {
        int status = katran("check", file.toString());

        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).startsWith(file + ": ok (");
        assertThat(status).isZero();
    }

    static List<String> documentedExamples() throws IOException {
        List<String> examples = new ArrayList<>();
        try (Stream<Path> modules = Files.list(Path.of("../plugins"))) {
            for (Path readme : modules.map(m -> m.resolve("README.md")).toList()) {
                if (Files.exists(readme)) {
                    HOCON.matcher(Files.readString(readme))
                            .results()
                            .forEach(block -> examples.add(block.group(1)));
                }
            }
        }
        return examples;
    }

    @ParameterizedTest
    @MethodSource("documentedExamples")
    void every_example_of_a_plugin_is_right(String example) throws IOException {
        katran("check", write(example).toString());

        assertThat(err.toString()).isEmpty();
    }

    @Test
    void counts_vips_and_different_reals() {
        katran("check", CONF.resolve("katran.conf").toString());

        assertThat(out.toString()).endsWith(": ok (2 VIPs, 3 reals)" + System.lineSeparator());
    }

    @Test
    void prints_all_problems_of_core_server_and_plugins_and_status_2() throws IOException {
        Path file =
                write(
                        """
                        katran {
                          interfce = eth0
                          thrift { port = 0x }
                          vips = [
                            { address = "10.0.0.1", port = 80, discovery { type = file, pth = x } }
                            { address = "10.0.0.2", port = 80, health-check { type = tpc } }
                            { address = "10.0.0.3", port = 80, health-check { type = tcp, timout = 1s } }
                          ]
                          plugins { web { } }
                        }
                        """);

        int status = katran("check", file.toString());

        assertThat(status).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines())
                .containsExactly(
                        file + ":2: katran.interfce: unknown key; did you mean" + " \"interface\"?",
                        file + ":3: katran.thrift.port: \"0x\" is not a whole number",
                        file
                                + ":9: katran.plugins.web: unknown key; known:"
                                + " discovery-consul, discovery-file, health-tcp",
                        file + ":5: discovery.path: is missing",
                        file + ":5: discovery.pth: unknown key; did you mean \"path\"?",
                        file
                                + ":6: health-check.type: \"tpc\": no plugin offers it (there are:"
                                + " tcp)",
                        file
                                + ":7: health-check.timout: unknown key; did you mean"
                                + " \"timeout\"?");
    }

    @Test
    void prints_warnings_and_is_content() throws IOException {
        Path file = write("katran.vips = [ { address = \"10.0.0.1\", port = 80 } ]");

        assertThat(katran("check", file.toString())).isZero();

        assertThat(err.toString())
                .contains("warning: " + file + ":1: katran.vips[0].reals: neither reals nor");
        assertThat(out.toString()).startsWith(file + ": ok (1 VIPs, 0 reals)");
    }

    @Test
    void prints_json_for_programs() throws IOException {
        Path file = write("katran { on-stop = x }");

        assertThat(katran("check", "--json", file.toString())).isEqualTo(2);

        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("ok").asBoolean()).isFalse();
        assertThat(json.get("problems"))
                .extracting(JsonNode::asText)
                .containsExactly(file + ":1: katran.on-stop: \"x\" is not one of keep, detach");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void a_file_that_is_not_there_is_a_problem_of_its_own() {
        assertThat(katran("check", "none.conf")).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("none.conf: no such file" + System.lineSeparator());
    }

    private Path write(String text) throws IOException {
        return Files.writeString(dir.resolve("x.conf"), text);
    }

    private int katran(String... arguments) {
        CommandLine command = KatranCommand.commandLine();
        command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return command.execute(arguments);
    }
}
