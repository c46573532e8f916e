package io.katran.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class RingCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int katran(String... arguments) {
        CommandLine command = KatranCommand.commandLine();
        command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return command.execute(arguments);
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out.toString());
    }

    /** SHA-256 of an array of little-endian words, computed apart from this program. */
    @Test
    void prints_counts_and_hash_of_a_ring_as_json() throws IOException {
        int status = katran("ring", "--json", "--size", "7", "--real", "10.0.0.1=1");

        assertThat(status).isZero();
        assertThat(json().get("counts")).hasToString("{\"10.0.0.1\":7}");
        assertThat(json().get("sha256").asText())
                .isEqualTo("3addfb141cd7c9c4c6543a82191a3707ac29c7a041217782e61d4d91c691aee8");
        assertThat(json().has("slots")).isFalse();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shares_follow_the_hash_function_in_the_order_given() throws IOException {
        katran(
                ("ring --json --hash maglev-v2"
                                + " --real 10.0.0.3=30 10.0.0.1=10 --real 10.0.0.2=20")
                        .split(" "));

        assertThat(json().get("counts"))
                .hasToString("{\"10.0.0.3\":32769,\"10.0.0.1\":10922,\"10.0.0.2\":21846}");
    }

    @Test
    void the_default_is_maglev_with_the_size_of_the_reference() throws IOException {
        katran("ring", "--json", "--real", "10.0.0.1=10", "10.0.0.2=20", "10.0.0.3=30");

        assertThat(json().get("counts"))
                .hasToString("{\"10.0.0.1\":21835,\"10.0.0.2\":21846,\"10.0.0.3\":21856}");
    }

    @Test
    void slots_hold_positions_in_the_order_given() throws IOException {
        katran("ring", "--json", "--slots", "--real", "10.0.0.1=1", "10.0.0.2=1", "10.0.0.3=1");

        assertThat(json().get("slots")).hasSize(65537);
        assertThat(json().get("slots"))
                .extracting(JsonNode::intValue)
                .startsWith(1, 0, 2, 1, 0, 2, 2, 0, 0, 1, 0, 1);
    }

    @Test
    void an_empty_slot_is_minus_one() throws IOException {
        katran("ring", "--json", "--slots", "--size", "3", "--real", "fc00::1=0");

        assertThat(json().get("slots")).hasToString("[-1,-1,-1]");
        assertThat(json().get("counts")).hasToString("{\"fc00::1\":0}");
    }

    @Test
    void prints_a_table_for_people() {
        int status = katran("ring", "--size", "7", "--real", "10.0.0.1=5", "fc00::1=0");

        assertThat(status).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "real          weight     slots    share",
                        "10.0.0.1           5         7  100.00%",
                        "fc00::1            0         0    0.00%",
                        "sha256 3addfb141cd7c9c4c6543a82191a3707ac29c7a041217782e61d4d91c691aee8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--real 10.0.0.1 | \"10.0.0.1\" has no weight (expected ADDR=WEIGHT: 10.0.0.1=10)",
                "--real 10.0.0.1=-1 | weight \"-1\" is not a number from 0 to 2147483647",
                "--real 10.0.0.1=2147483648 | is not a number from 0 to 2147483647",
                "--real 10.0.0.1=1 10.0.0.1=2 | real 10.0.0.1 is given twice",
                "--real ::ffff:10.0.0.1=1 --real 10.0.0.1=2 | real 10.0.0.1 is given twice",
                "--real localhost=1 | \"localhost\" is not an IP address",
                "--real 10.0.0.1=1 --size 65536 | ring size 65536 is not a prime",
                "--real 10.0.0.1=1 --size 65536 | nearest: 65537",
                "--real 10.0.0.1=1 --size many | 'many' is not an int",
                "--real 10.0.0.1=1 --hash md5 | hash \"md5\" is not maglev or maglev-v2",
                "--real 10.0.0.1=1 --slots | add --json",
                "--size 7 | Missing required option: '--real",
                "--real 10.0.0.1=1 --no-such | Unknown option"
            })
    void wrong_usage_is_explained_on_stderr(String arguments, String explanation) {
        int status = katran(("ring " + arguments).split(" "));

        assertThat(status).isEqualTo(KatranCommand.USAGE);
        assertThat(err.toString()).contains(explanation);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void help_goes_to_stdout() {
        assertThat(katran("ring", "--help")).isZero();
        assertThat(out.toString()).contains("--real=ADDR=WEIGHT", "--hash=HASH", "--slots");
    }
}
