package io.katran.vectors;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A recorded case: packets and what happens between them.
 *
 * @param counters by feature set: the reference's counters by name, each {@code v1,v2}
 */
public record VectorCase(
        int id,
        String group,
        String description,
        List<Step> steps,
        Map<String, Map<String, String>> counters) {

    public sealed interface Step {}

    /**
     * @param expected by feature set
     */
    public record Packet(byte[] frame, Map<String, Expected> expected) implements Step {}

    /**
     * @param verdict {@code TX}, {@code DROP}, {@code PASS} or {@code ABORTED}
     * @param hex the frame as it leaves; means nothing for {@code DROP}
     */
    public record Expected(String verdict, String hex) {}

    /** Members that are not named get weight 0; it ends with the case. */
    public record ChangeWeights(int vip, Map<Integer, Integer> weightByRealIndex) implements Step {}

    /** All flows were seen so much longer ago. */
    public record Age(int seconds) implements Step {}

    /** So many flows are new within the current second, on every CPU. */
    public record AssumeNewFlows(int count) implements Step {}

    /** For VIPs with flow migration: UDP flows leave this real. Ends with the case. */
    public record MarkDown(io.katran.api.VipKey vip, int realIndex) implements Step {}

    /** Ends with the case. */
    public record DeleteSourceRoute(String prefix) implements Step {}

    /**
     * The counters that a build of the reference must show. They were recorded for few builds; they
     * are those of the default build wherever that one reaches the same verdicts.
     *
     * @return empty if nothing is known of them
     */
    public Optional<Map<String, String>> countersOf(String featureSet) {
        if (counters.containsKey(featureSet)) {
            return Optional.of(counters.get(featureSet));
        }
        boolean asByDefault =
                steps.stream()
                        .filter(Packet.class::isInstance)
                        .map(step -> ((Packet) step).expected())
                        .allMatch(
                                expected ->
                                        verdict(expected, featureSet)
                                                .equals(verdict(expected, "default")));
        return asByDefault ? Optional.of(counters.get("default")) : Optional.empty();
    }

    private static String verdict(Map<String, Expected> expected, String featureSet) {
        return Objects.requireNonNull(expected.get(featureSet)).verdict();
    }

    @Override
    public String toString() {
        return id + " " + group + ": " + description;
    }
}
