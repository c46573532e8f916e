package io.katran.dataplane.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.katran.control.Dataplane;
import io.katran.vectors.KnownDifferences;
import io.katran.vectors.PacketVectors;
import io.katran.vectors.VectorRun;
import io.katran.vectors.VectorTarget;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The model against everything that was recorded from the reference's default build. */
class ModelVectorsTest {

    @Test
    void agrees_with_the_reference_except_where_the_list_says_otherwise() {
        PacketVectors vectors = PacketVectors.read();
        KnownDifferences known = KnownDifferences.read("differences.json");
        VectorRun run = new VectorRun(vectors, "default", new ModelTarget());

        List<String> mistakes =
                vectors.cases().stream()
                        .flatMap(recorded -> known.mistakes(recorded, run.run(recorded)).stream())
                        .toList();

        assertThat(vectors.cases()).hasSizeGreaterThan(500);
        assertThat(mistakes).isEmpty();
    }

    private static final class ModelTarget implements VectorTarget {
        private static final long PACKET_GAP_NS = 1_000;

        private final ModelDataplane model =
                new ModelDataplane(
                        new Dataplane.Capacity(512, 1024, 65537, 8192),
                        ModelSettings.DEFAULT.toBuilder().scope(Scope.HOST).build());
        private long nowNs;

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
