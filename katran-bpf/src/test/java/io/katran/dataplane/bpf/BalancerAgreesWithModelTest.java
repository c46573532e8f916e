package io.katran.dataplane.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.katran.api.Ip4;
import io.katran.api.Ip6;
import io.katran.api.IpAddress;
import io.katran.control.Dataplane;
import io.katran.dataplane.model.Action;
import io.katran.dataplane.model.ModelDataplane;
import io.katran.dataplane.model.ModelSettings;
import io.katran.dataplane.model.Scope;
import io.katran.dataplane.model.Verdict;
import io.katran.vectors.PacketVectors;
import io.katran.vectors.VectorCase;
import io.katran.vectors.VectorProvisioning;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Program and model get the same frames, whole and cut off anywhere, and must do the same. */
@Tag("bpf")
class BalancerAgreesWithModelTest {
    private static final int SHORTEST = 14;
    private static final int LONGEST_CUT = 160;
    private static final int GUE_PORT = 6080;
    private static final long GAP_NS = 1_000;

    private long nowNs;

    @ParameterizedTest
    @CsvSource({
        "default, HOST, 1514, 1514",
        "icmp, VIP, 1494, 1474",
        "gue, HOST, 1514, 1514",
        "gue, VIP, 1514, 1514",
    })
    void on_every_recorded_frame_cut_off_at_every_byte(
            String featureSet, Scope scope, int frameToV4, int frameToV6) {
        PacketVectors vectors = PacketVectors.read();
        ModelDataplane model = model(featureSet, scope, frameToV4, frameToV6);
        new VectorProvisioning(vectors, model).write();
        try (BpfSession session =
                BpfSession.open(
                        TestSettings.of(featureSet, scope == Scope.HOST, frameToV4, frameToV6))) {
            new VectorProvisioning(vectors, session.dataplane()).write();

            List<String> differences =
                    session.onOneCpu(
                            () ->
                                    framesOf(vectors).stream()
                                            .map(frame -> difference(session, model, frame))
                                            .filter(difference -> !difference.isEmpty())
                                            .limit(10)
                                            .toList());

            assertThat(differences).isEmpty();
            assertThat(session.dataplane().readGlobalCounts().exits())
                    .as("each frame left by the same exit, with its bytes")
                    .containsAllEntriesOf(model.readGlobalCounts().exits());
            assertThat(session.dataplane().readGlobalCounts().events())
                    .containsAllEntriesOf(model.readGlobalCounts().events());
        }
    }

    /** Distinct frames of all cases; long ones are cut off within their headers only. */
    private static List<byte[]> framesOf(PacketVectors vectors) {
        Set<String> whole =
                vectors.cases().stream()
                        .flatMap(recorded -> recorded.steps().stream())
                        .filter(VectorCase.Packet.class::isInstance)
                        .map(step -> HexFormat.of().formatHex(((VectorCase.Packet) step).frame()))
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        List<byte[]> frames = new ArrayList<>();
        for (String hex : whole) {
            byte[] frame = HexFormat.of().parseHex(hex);
            for (int length = SHORTEST; length < Math.min(frame.length, LONGEST_CUT); length++) {
                frames.add(Arrays.copyOf(frame, length));
            }
            frames.add(frame);
        }
        return frames;
    }

    private String difference(BpfSession session, ModelDataplane model, byte[] frame) {
        nowNs += GAP_NS;
        Verdict expected = model.process(frame, nowNs, 0);
        BpfSession.Outcome actual = session.run(frame);
        boolean bytesMatter = expected.action() != Action.DROP;
        if (expected.action().name().equals(actual.verdict())
                && (!bytesMatter || Arrays.equals(expected.frame(), actual.frame()))
                && (expected.action() != Action.TX || isWellFormed(actual.frame()))) {
            return "";
        }
        return HexFormat.of().formatHex(frame)
                + ": model "
                + expected
                + " "
                + HexFormat.of().formatHex(expected.frame())
                + ", program "
                + actual.verdict()
                + " "
                + HexFormat.of().formatHex(actual.frame());
    }

    /**
     * Ethernet type, version and, for IPv4, header checksum fit; so does what is announced inside.
     */
    private static boolean isWellFormed(byte[] frame) {
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        boolean v6 = bytes.getShort(12) == (short) 0x86dd;
        int header = v6 ? 40 : 20;
        int version = frame[14] >> 4;
        int protocol = Byte.toUnsignedInt(frame[14 + (v6 ? 6 : 9)]);
        int inner = 14 + header + (protocol == 17 ? 8 : 0);
        boolean insideFits =
                switch (protocol) {
                    case 4 -> frame[inner] >> 4 == 4;
                    case 41 -> frame[inner] >> 4 == 6;
                    case 17 -> bytes.getShort(inner - 6) == GUE_PORT;
                    case 1, 58 -> v6 == (protocol == 58);
                    default -> false;
                };
        return version == (v6 ? 6 : 4)
                && insideFits
                && (v6 || InternetChecksum.isRight(frame, 14, header, 0));
    }

    private static ModelDataplane model(
            String featureSet, Scope scope, int frameToV4, int frameToV6) {
        ModelSettings.Builder settings =
                ModelSettings.DEFAULT.toBuilder()
                        .scope(scope)
                        .cpus(2)
                        .tooBig(
                                new ModelSettings.TooBig(
                                        featureSet.equals("icmp"),
                                        10_000,
                                        10_000,
                                        frameToV4,
                                        frameToV6));
        if (featureSet.equals("gue")) {
            Ip4 source = (Ip4) IpAddress.parse("192.0.2.10");
            Ip6 sourceV6 = (Ip6) IpAddress.parse("2001:db8:ffff::10");
            settings.gue(new ModelSettings.Gue(GUE_PORT, source, sourceV6));
        }
        return new ModelDataplane(new Dataplane.Capacity(512, 1024, 65537, 8192), settings.build());
    }
}
