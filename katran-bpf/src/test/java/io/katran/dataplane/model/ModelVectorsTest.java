package io.katran.dataplane.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.katran.api.Ip4;
import io.katran.api.Ip6;
import io.katran.api.IpAddress;
import io.katran.control.Dataplane;
import io.katran.vectors.KnownDifferences;
import io.katran.vectors.PacketVectors;
import io.katran.vectors.VectorRun;
import io.katran.vectors.VectorTarget;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The model against everything that was recorded from builds of the reference. */
class ModelVectorsTest {

    @ParameterizedTest
    @ValueSource(strings = {"default", "icmp", "gue"})
    void agrees_with_the_reference_except_where_the_list_says_otherwise(String featureSet) {
        PacketVectors vectors = PacketVectors.read();
        KnownDifferences known = KnownDifferences.read("differences.json", featureSet);
        VectorRun run = new VectorRun(vectors, featureSet, new ModelTarget(settings(featureSet)));

        List<String> mistakes =
                vectors.cases().stream()
                        .flatMap(recorded -> known.mistakes(recorded, run.run(recorded)).stream())
                        .toList();

        assertThat(vectors.cases()).hasSizeGreaterThan(500);
        assertThat(mistakes).isEmpty();
    }

    private static ModelSettings settings(String featureSet) {
        boolean answered = featureSet.equals("icmp");
        ModelSettings.Builder settings =
                ModelSettings.DEFAULT.toBuilder()
                        .scope(Scope.HOST)
                        .tooBig(new ModelSettings.TooBig(answered, 10_000, 10_000, 1514, 1514));
        if (featureSet.equals("gue")) {
            Ip4 source = (Ip4) IpAddress.parse("192.0.2.10");
            Ip6 sourceV6 = (Ip6) IpAddress.parse("2001:db8:ffff::10");
            settings.gue(new ModelSettings.Gue(6080, source, sourceV6));
        }
        return settings.build();
    }

    private static final class ModelTarget implements VectorTarget {
        private static final long PACKET_GAP_NS = 1_000;

        private final ModelDataplane model;
        private long nowNs;

        ModelTarget(ModelSettings settings) {
            model = new ModelDataplane(new Dataplane.Capacity(512, 1024, 65537, 8192), settings);
        }

        @Override
        public Dataplane dataplane() {
            return model;
        }

        @Override
        public Result process(byte[] frame) {
            nowNs += PACKET_GAP_NS;
            Verdict verdict = model.process(frame, nowNs, 0);
            return new Result(verdict.action().name(), verdict.frame());
        }

        @Override
        public void forgetPackets() {
            model.forgetPackets();
        }

        @Override
        public void age(int seconds) {
            nowNs += seconds * 1_000_000_000L;
        }

        @Override
        public void assumeNewFlows(int count) {
            model.assumeNewFlows(0, count, nowNs);
        }
    }
}
