package io.katran.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** On the host that runs the tests, whatever it is like. */
class DoctorCommandTest {
    @TempDir private Path directory;

    private final StringWriter out = new StringWriter();

    @Test
    void prints_one_object_a_finding() throws IOException {
        int status = doctor("--json");

        JsonNode findings = new ObjectMapper().readTree(out.toString());
        assertThat(findings).isNotEmpty();
        boolean failed = false;
        for (JsonNode finding : findings) {
            assertThat(finding.fieldNames())
                    .toIterable()
                    .containsExactly("id", "severity", "what", "fix");
            failed |= finding.get("severity").asText().equals("fail");
        }
        assertThat(status).isEqualTo(failed ? 1 : 0);
        assertThat(findings.get(0).get("id").asText()).isEqualTo("kernel-version");
    }

    @Test
    void fails_for_an_interface_that_is_not_there() throws IOException {
        Path config = directory.resolve("katran.conf");
        Files.writeString(
                config, "katran { interface = nosuchlink0, gateway-mac = \"02:00:00:00:00:01\" }");

        int status = doctor("--config", config.toString());

        assertThat(status).isEqualTo(1);
        assertThat(out.toString()).contains("FAIL  interface").contains("nosuchlink0");
    }

    private int doctor(String... options) {
        CommandLine command = KatranCommand.commandLine();
        command.setOut(new PrintWriter(out));
        String[] arguments = new String[options.length + 1];
        arguments[0] = "doctor";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return command.execute(arguments);
    }
}
