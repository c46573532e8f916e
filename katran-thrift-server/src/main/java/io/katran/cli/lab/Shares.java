package io.katran.cli.lab;

import static io.katran.cli.lab.Expectation.expect;

import java.util.LinkedHashMap;
import java.util.Map;

/** Compares who answered with who should have. */
final class Shares {
    /** How far a real's connections may be from what its weight says, as a part of that. */
    static final double TOLERANCE = 0.10;

    private Shares() {}

    /** Each real's expected part of the connections, 0 to 1. */
    static Map<String, Double> expected(Map<String, Integer> weights) {
        double sum = weights.values().stream().mapToInt(Integer::intValue).sum();
        Map<String, Double> shares = new LinkedHashMap<>();
        weights.forEach((real, weight) -> shares.put(real, weight / sum));
        return shares;
    }

    /** Fails unless nothing failed and every real has its share, within the tolerance. */
    static void check(String family, Outcomes outcomes, Map<String, Integer> weights) {
        expect(
                outcomes.failed() == 0,
                "%s: %d of %d connections failed: %s",
                family,
                outcomes.failed(),
                outcomes.total(),
                outcomes.describeFailures());
        expected(weights)
                .forEach(
                        (real, share) ->
                                expect(
                                        Math.abs(outcomes.share(real) - share) <= share * TOLERANCE,
                                        "%s: %s has %.1f %% of the connections (%d of %d), its weight"
                                                + " says %.1f %%, tolerance %.0f %% of that",
                                        family,
                                        real,
                                        100 * outcomes.share(real),
                                        outcomes.of(real),
                                        outcomes.total(),
                                        100 * share,
                                        100 * TOLERANCE));
        outcomes.byReal()
                .keySet()
                .forEach(
                        real ->
                                expect(
                                        weights.containsKey(real),
                                        "%s: %s answered and is none of the lab's reals",
                                        family,
                                        real));
    }

    /**
     * The most failures that a real's share of some connections explains: five standard deviations
     * above the mean, and the few that were under way when it died.
     */
    static int mostFailures(int connections, double share) {
        double deviation = Math.sqrt(connections * share * (1 - share));
        return (int) Math.ceil(connections * share + 5 * deviation) + 8;
    }
}
