package io.katran.cli.lab;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How connections to one VIP ended.
 *
 * @param byReal connections that were answered, by who answered
 * @param failures connections that were not, by what happened
 */
record Outcomes(Map<String, Integer> byReal, Map<String, Integer> failures) {
    Outcomes {
        byReal = Map.copyOf(byReal);
        failures = Map.copyOf(failures);
    }

    int answered() {
        return sum(byReal);
    }

    int failed() {
        return sum(failures);
    }

    int total() {
        return answered() + failed();
    }

    int of(String real) {
        return byReal.getOrDefault(real, 0);
    }

    /** The part of the answered connections that a real answered, 0 to 1. */
    double share(String real) {
        return answered() == 0 ? 0 : (double) of(real) / answered();
    }

    /** Failures with their counts, for people. */
    String describeFailures() {
        return describe(failures);
    }

    static String describe(Map<String, Integer> failures) {
        return new TreeMap<>(failures)
                .entrySet().stream()
                        .map(entry -> entry.getValue() + " x " + entry.getKey())
                        .collect(Collectors.joining(", "));
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
