package io.katran.dataplane.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.katran.control.settings.ServerIdSettings;
import io.katran.vectors.FeatureSet;
import io.katran.vectors.KnownDifferences;
import io.katran.vectors.PacketVectors;
import io.katran.vectors.VectorRun;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The program against everything that was recorded from builds of the reference. */
@Tag("bpf")
class BalancerVectorsTest {

    @ParameterizedTest
    @EnumSource
    void agrees_with_the_reference_except_where_the_list_says_otherwise(FeatureSet set) {
        PacketVectors vectors = PacketVectors.read();
        ServerIdSettings serverIds =
                new ServerIdSettings(
                        set == FeatureSet.TCP_SERVER_ID, set == FeatureSet.STABLE_ROUTING, false);
        KnownDifferences known = KnownDifferences.read("differences.json", set);

        try (BpfSession session = BpfSession.open(TestSettings.routingBy(serverIds))) {
            VectorRun run = new VectorRun(vectors, set, new ProgramTarget(session));
            List<String> mistakes =
                    session.onOneCpu(
                            () ->
                                    vectors.cases().stream()
                                            .flatMap(c -> known.mistakes(c, run.run(c)).stream())
                                            .toList());

            assertThat(vectors.cases()).hasSizeGreaterThan(500);
            assertThat(mistakes).isEmpty();
        }
    }
}
