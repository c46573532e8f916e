package io.katran.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.katran.cli.KatranCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code katran replay} as its users run it, on the real program. */
@Tag("bpf")
class ReplayCommandTest {
    /**
     * A TCP SYN 161.178.195.212:4660 to 10.200.1.1:80, and the outer headers to 10.0.0.7 of C++
     * Katran.
     */
    private static final String SYN =
            "0200000000000100000000000800"
                    + "4500002d000100004006097ba1b2c3d40ac80101"
                    + "12340050000000000000000050022000f817000068656c6c6f";

    private static final String OUTER =
            "0000deadbeaf0200000000000800" + "45000041000000004004ccdbac10f7c60a000007";

    @TempDir private Path directory;
    private Path config;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void write_a_configuration() throws IOException {
        config =
                Files.writeString(
                        directory.resolve("replay.conf"),
                        """
                        katran {
                          interface = not-needed
                          gateway-mac = "00:00:de:ad:be:af"
                          limits { max-vips = 16, max-reals = 64, max-endpoints = 1024 }
                          connection-table.entries = 10000
                          vips = [
                            { address = "10.200.1.1", port = 80, protocol = tcp
                              reals = [ { address = "10.0.0.7", weight = 1 } ] }
                          ]
                        }
                        """);
    }

    @Test
    void encapsulates_a_packet_as_the_reference_does() throws IOException {
        int status = replay(List.of(packet("a", SYN, true)));

        JsonNode line = lines().get(0);
        assertThat(status).as(err.toString()).isZero();
        assertThat(line.path("id").asText()).isEqualTo("a");
        assertThat(line.path("verdict").asText()).isEqualTo("TX");
        assertThat(line.path("hex").asText()).isEqualTo(OUTER + SYN.substring(28));
    }

    @Test
    void a_server_id_names_a_real_of_no_vip_and_is_counted_as_the_reference_does()
            throws IOException {
        Files.writeString(
                config,
                """
                katran { features.tcp-server-id = on, server-ids = [ { id = 9, real = "10.0.0.9" } ] }
                """,
                StandardOpenOption.APPEND);
        String ackWithOption =
                SYN.replace("50022000", "70102000").replace("68656c6c6f", "b706090000000101");
        replay(
                List.of(packet("syn", SYN, true), packet("ack", ackWithOption, false)),
                "--counters");

        assertThat(real(lines().get(0))).isEqualTo("0a000007");
        assertThat(real(lines().get(1))).isEqualTo("0a000009");
        JsonNode reference = lines().get(2).path("reference");
        assertThat(reference.path("tpr_stats_map[0]").toString()).isEqualTo("[0,1,1,1]");
        assertThat(reference.path("server_id_stats[0]").toString()).isEqualTo("[1,1]");
        assertThat(reference.path("stats[0]").get(0).asInt()).isEqualTo(2);
        assertThat(reference.path("reals_stats[1]").get(0).asInt()).isEqualTo(1);
        assertThat(reference.path("reals_stats[2]").get(0).asInt()).isEqualTo(1);
    }

    @Test
    void actions_between_packets_change_what_follows() throws IOException {
        String ack = SYN.replace("50022000", "50102000");
        replay(
                List.of(
                        packet("syn", SYN, true),
                        "{\"action\":\"reals\",\"vip\":\"10.200.1.1:80/tcp\",\"reals\":"
                                + "[{\"address\":\"10.0.0.7\",\"weight\":0},{\"address\":\"10.0.0.8\",\"weight\":1}]}",
                        packet("ack", ack, false),
                        packet("fresh", ack, true)));

        assertThat(real(lines().get(0))).isEqualTo("0a000007");
        assertThat(real(lines().get(1))).as("the flow stays").isEqualTo("0a000007");
        assertThat(real(lines().get(2))).as("without its flow").isEqualTo("0a000008");
    }

    @Test
    void what_cannot_be_run_is_an_error_of_its_own_line() throws IOException {
        int status =
                replay(
                        List.of(
                                packet("short", "0011", false),
                                "{\"id\":\"odd\",\"hex\":\"abc\"}",
                                "rubbish",
                                "{\"action\":\"fly\"}",
                                "{\"action\":\"age\",\"seconds\":\"x\"}",
                                packet("good", SYN, false)));

        List<JsonNode> lines = lines();
        assertThat(status).isEqualTo(1);
        assertThat(lines).hasSize(6);
        assertThat(lines.subList(0, 5)).allMatch(line -> line.path("error").isTextual());
        assertThat(lines.get(0).path("id").asText()).isEqualTo("short");
        assertThat(lines.get(3).path("action").asText()).isEqualTo("fly");
        assertThat(lines.get(5).path("verdict").asText()).isEqualTo("TX");
    }

    @Test
    void counters_end_the_output_in_both_vocabularies() throws IOException {
        replay(List.of(packet("a", SYN, true)), "--counters");

        JsonNode end = lines().get(1);
        assertThat(end.path("counters").path("tx.vip").toString()).isEqualTo("[1,59]");
        assertThat(end.path("counters").path("vip 10.200.1.1:80/tcp").toString())
                .isEqualTo("[1,45]");
        assertThat(end.path("reference").path("stats[0]").toString()).isEqualTo("[1,45]");
        assertThat(end.path("reference").path("reals_stats[1]").toString()).isEqualTo("[1,45]");
    }

    @Test
    void reads_and_writes_pcap() throws IOException {
        Path in = Files.write(directory.resolve("in.pcap"), pcap(SYN));
        Path result = directory.resolve("out.pcap");

        int status = run("--in", in.toString(), "--out", result.toString());

        byte[] written = Files.readAllBytes(result);
        assertThat(status).as(err.toString()).isZero();
        assertThat(HexFormat.of().formatHex(written, 40, written.length))
                .isEqualTo(OUTER + SYN.substring(28));
    }

    private static byte[] pcap(String frame) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(frame);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(
                ByteBuffer.allocate(40)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(0xa1b2c3d4)
                        .putInt(0x00040002)
                        .putLong(0)
                        .putInt(65535)
                        .putInt(1)
                        .putLong(0)
                        .putInt(bytes.length)
                        .putInt(bytes.length)
                        .array());
        file.write(bytes);
        return file.toByteArray();
    }

    private static String packet(String id, String hex, boolean fresh) {
        return "{\"id\":\"%s\",\"hex\":\"%s\",\"fresh\":%s}".formatted(id, hex, fresh);
    }

    /** The destination of the outer IPv4 header. */
    private static String real(JsonNode line) {
        return line.path("hex").asText().substring(60, 68);
    }

    private int replay(List<String> input, String... more) throws IOException {
        Path in = Files.write(directory.resolve("in.jsonl"), input);
        String[] arguments = new String[more.length + 2];
        arguments[0] = "--in";
        arguments[1] = in.toString();
        System.arraycopy(more, 0, arguments, 2, more.length);
        return run(arguments);
    }

    private int run(String... arguments) {
        CommandLine command =
                KatranCommand.commandLine()
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true));
        String[] all = new String[arguments.length + 3];
        all[0] = "replay";
        all[1] = "--config";
        all[2] = config.toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return command.execute(all);
    }

    private List<JsonNode> lines() {
        ObjectMapper json = new ObjectMapper();
        return out.toString()
                .lines()
                .map(
                        line -> {
                            try {
                                return json.readTree(line);
                            } catch (IOException e) {
                                throw new IllegalArgumentException(line, e);
                            }
                        })
                .toList();
    }
}
