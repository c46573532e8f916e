package io.katran.dataplane.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.katran.control.Dataplane;
import io.katran.vectors.FeatureSet;
import io.katran.vectors.KnownDifferences;
import io.katran.vectors.PacketVectors;
import io.katran.vectors.VectorRun;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The model against everything that was recorded from builds of the reference. */
class ModelVectorsTest {

    @ParameterizedTest
    @EnumSource
    void agrees_with_the_reference_except_where_the_list_says_otherwise(FeatureSet set) {
        PacketVectors vectors = PacketVectors.read();
        KnownDifferences known = KnownDifferences.read("differences.json", set);
        VectorRun run = new VectorRun(vectors, set, new ModelTarget(model(set)));

        List<String> mistakes =
                vectors.cases().stream()
                        .flatMap(recorded -> known.mistakes(recorded, run.run(recorded)).stream())
                        .toList();

        assertThat(vectors.cases()).hasSizeGreaterThan(500);
        assertThat(mistakes).isEmpty();
    }

    private static ModelDataplane model(FeatureSet set) {
        return new ModelDataplane(
                new Dataplane.Capacity(512, 1024, 65537, 8192),
                ModelSettings.DEFAULT.toBuilder()
                        .scope(Scope.HOST)
                        .tcpServerId(set == FeatureSet.TCP_SERVER_ID)
                        .udpStableRouting(set == FeatureSet.STABLE_ROUTING)
                        .build());
    }
}
