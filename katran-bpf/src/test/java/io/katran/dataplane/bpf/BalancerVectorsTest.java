package io.katran.dataplane.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.katran.control.Dataplane;
import io.katran.vectors.KnownDifferences;
import io.katran.vectors.PacketVectors;
import io.katran.vectors.VectorRun;
import io.katran.vectors.VectorTarget;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program against everything that was recorded from builds of the reference. */
@Tag("bpf")
class BalancerVectorsTest {

    @ParameterizedTest
    @ValueSource(strings = {"default", "icmp", "gue"})
    void agrees_with_the_reference_except_where_the_list_says_otherwise(String featureSet) {
        PacketVectors vectors = PacketVectors.read();
        KnownDifferences known = KnownDifferences.read("differences.json", featureSet);

        try (BpfSession session = BpfSession.open(TestSettings.withFeatures(featureSet))) {
            VectorRun run = new VectorRun(vectors, featureSet, new ProgramTarget(session));
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

    private record ProgramTarget(BpfSession session) implements VectorTarget {
        @Override
        public Dataplane dataplane() {
            return session.dataplane();
        }

        @Override
        public Result process(byte[] frame) {
            BpfSession.Outcome outcome = session.run(frame);
            return new Result(outcome.verdict(), outcome.frame());
        }

        @Override
        public void forgetPackets() {
            session.forget();
        }

        @Override
        public void age(int seconds) {
            session.age(seconds * 1_000_000_000L);
        }

        @Override
        public void assumeNewFlows(int count) {
            session.setNewFlowCount(count);
        }
    }
}
