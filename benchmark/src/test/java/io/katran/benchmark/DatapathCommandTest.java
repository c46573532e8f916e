package io.katran.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.katran.cli.KatranCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DatapathCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    @Tag("bpf")
    void measures_our_program_and_the_stand_in_and_writes_both_down(@TempDir Path directory)
            throws IOException {
        Path file = directory.resolve("result.json");

        int status =
                run(
                        "bench",
                        "datapath",
                        "--quick",
                        "--scenario",
                        "tcp4-1,syn6-new",
                        "--json",
                        file.toString());

        assertThat(status).as(err.toString()).isZero();
        JsonNode result = new ObjectMapper().readTree(file.toFile());
        assertThat(result.at("/kernel").asText()).isNotEmpty();
        assertThat(result.at("/clock-resolution-ns").asLong()).isPositive();
        assertThat(texts(result.at("/programs"), "name")).containsExactly("katran", "stand-in");
        assertThat(result.at("/programs/0/verified-instructions").asLong()).isPositive();
        assertThat(texts(result.at("/scenarios"), "id")).containsExactly("tcp4-1", "syn6-new");
        for (JsonNode scenario : result.at("/scenarios")) {
            assertThat(texts(scenario.at("/programs"), "name"))
                    .containsExactly("katran", "stand-in");
            assertThat(scenario.at("/programs/0/net-ns/median").asDouble()).isPositive();
            assertThat(scenario.at("/programs/0/to-stand-in/median").asDouble()).isPositive();
        }
        assertThat(out.toString()).contains("TCP v4 in table, 1 flow", "SYN, new flows v6");
    }

    @Test
    void names_all_scenarios_when_it_is_asked_for_one_that_is_none() {
        int status = run("bench", "datapath", "--scenario", "tcp5");

        assertThat(status).isEqualTo(KatranCommand.USAGE);
        assertThat(err.toString()).contains("tcp5", "tcp4-1, tcp4-64k");
    }

    private int run(String... arguments) {
        CommandLine line = KatranCommand.commandLine();
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private static List<String> texts(JsonNode array, String field) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(node -> node.get(field).asText())
                .toList();
    }
}
