package io.katran.dataplane.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.katran.bpf.BpfObject;
import io.katran.bpf.BpfProgram;
import io.katran.bpf.TestResult;
import io.katran.bpf.TestRun;
import io.katran.vectors.Frames;
import io.katran.vectors.KnownDifferences;
import io.katran.vectors.VectorCase;
import io.katran.vectors.VectorFile;
import io.katran.vectors.VectorRun;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The decapsulation program against what was recorded from the reference's. */
@Tag("bpf")
class DecapVectorsTest {
    private static final int GUE_PORT = 6080;
    private static final int DROP = 1;
    private static final int PASS = 2;
    private static final Map<String, Integer> VERDICTS = Map.of("XDP_DROP", DROP, "XDP_PASS", PASS);

    @ParameterizedTest
    @ValueSource(strings = {"decap_ipip", "decap_gue"})
    void agrees_with_the_reference(String build) {
        List<JsonNode> cases = VectorFile.list(VectorFile.read("decap_vectors.json").get("decap"));
        KnownDifferences known = KnownDifferences.read("decap_differences.json", build);
        List<String> mistakes = new ArrayList<>();

        try (BpfObject decap = load(build.equals("decap_gue") ? GUE_PORT : 0, true)) {
            for (JsonNode recorded : cases) {
                List<String> differences = differences(decap.program("klb_decap"), recorded, build);
                mistakes.addAll(
                        known.mistakes(
                                new VectorCase(
                                        recorded.get("case").intValue(),
                                        "decap",
                                        recorded.get("desc").asText(),
                                        List.of(),
                                        Map.of()),
                                new VectorRun.Difference(differences, List.of())));
            }
        }

        assertThat(cases).hasSizeGreaterThan(400);
        assertThat(mistakes).isEmpty();
    }

    @Test
    void takes_6in4_off_by_20_bytes() {
        byte[] inner = Frames.tcp("fc00::1", 1, "fc00:1::1", 80, Frames.SYN);

        TestResult result = run(0, tunnelled("10.0.0.9", "10.0.0.1", 41, new byte[0], inner));

        assertThat(result.returnValue()).isEqualTo(PASS);
        assertThat(result.packet()).isEqualTo(inner);
    }

    @Test
    void tells_the_family_inside_gue_by_the_version() {
        for (String outer : List.of("10.0.0.9 10.0.0.1", "fc00::9 fc00::a")) {
            for (String inside : List.of("10.9.0.1 10.9.0.2", "fc00::1 fc00:1::1")) {
                String[] to = outer.split(" ");
                String[] flow = inside.split(" ");
                byte[] inner = Frames.tcp(flow[0], 1, flow[1], 80, Frames.SYN);

                TestResult result =
                        run(GUE_PORT, tunnelled(to[0], to[1], 17, udpTo(GUE_PORT), inner));

                assertThat(result.returnValue()).isEqualTo(PASS);
                assertThat(result.packet()).isEqualTo(inner);
            }
        }
    }

    @Test
    void leaves_other_udp_and_gue_with_a_header_alone() {
        byte[] inner = Frames.tcp("10.9.0.1", 1, "10.9.0.2", 80, Frames.SYN);
        byte[] otherPort = tunnelled("10.0.0.9", "10.0.0.1", 17, udpTo(GUE_PORT + 1), inner);
        byte[] variant0 = tunnelled("10.0.0.9", "10.0.0.1", 17, udpTo(GUE_PORT), new byte[34]);

        assertThat(run(GUE_PORT, otherPort).packet()).isEqualTo(otherPort);
        assertThat(run(GUE_PORT, variant0).packet()).isEqualTo(variant0);
    }

    private static byte[] udpTo(int port) {
        byte[] udp = new byte[8];
        udp[2] = (byte) (port >> 8);
        udp[3] = (byte) port;
        return udp;
    }

    private static byte[] tunnelled(
            String source, String destination, int protocol, byte[] udp, byte[] innerFrame) {
        byte[] payload = new byte[udp.length + innerFrame.length - 14];
        System.arraycopy(udp, 0, payload, 0, udp.length);
        System.arraycopy(innerFrame, 14, payload, udp.length, innerFrame.length - 14);
        return Frames.ip(source, destination, protocol, payload);
    }

    private static TestResult run(int guePort, byte[] frame) {
        try (BpfObject decap = load(guePort, false)) {
            return decap.program("klb_decap").testRun(TestRun.of(frame));
        }
    }

    private static BpfObject load(int guePort, boolean scopeHost) {
        BpfObject object = BpfObject.fromResource("decap");
        int cfg = object.btf().variable(".rodata", "cfg").offset();
        int port = cfg + object.btf().struct("klb_decap_config").field("gue_port").offset();
        int scope = cfg + object.btf().struct("klb_decap_config").field("scope_host").offset();
        object.rodata().put(scope, (byte) (scopeHost ? 1 : 0));
        object.rodata().put(port, (byte) (guePort >> 8)).put(port + 1, (byte) guePort);
        object.load();
        return object;
    }

    private static List<String> differences(BpfProgram program, JsonNode recorded, String build) {
        String frame = recorded.get("pkt").asText();
        JsonNode expected =
                VectorFile.list(recorded.get("results")).stream()
                        .filter(
                                result ->
                                        VectorFile.list(result.get("sets")).stream()
                                                .anyMatch(set -> set.asText().equals(build)))
                        .findAny()
                        .orElseThrow();
        TestResult actual = program.testRun(TestRun.of(HexFormat.of().parseHex(frame)));
        int verdict = Objects.requireNonNull(VERDICTS.get(expected.get("verdict").asText()));
        String out = expected.get("out").asText().replace("same", frame);
        String hex = HexFormat.of().formatHex(actual.packet());
        if (actual.returnValue() != verdict) {
            return List.of("verdict " + actual.returnValue() + ", not " + verdict);
        }
        return verdict == DROP || hex.equals(out)
                ? List.of()
                : List.of("frame\n  " + hex + " instead of\n  " + out);
    }
}
