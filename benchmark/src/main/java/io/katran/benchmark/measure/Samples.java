package io.katran.benchmark.measure;

import java.util.Arrays;
import java.util.Collection;

/**
 * Measurements of the same thing, by rank.
 *
 * <p>Ranks and no means: on a shared machine disturbances are rare and large.
 */
public final class Samples {
    private static final double MEDIAN = 0.5;
    private static final double LOW = 0.1;
    private static final double HIGH = 0.9;

    private final double[] sorted;

    private Samples(double[] sorted) {
        this.sorted = sorted;
    }

    /**
     * @throws IllegalArgumentException if there are none
     */
    public static Samples of(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("values: at least one is needed");
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return new Samples(sorted);
    }

    public double median() {
        return quantile(MEDIAN);
    }

    /** A tenth of the measurements are smaller. */
    public double p10() {
        return quantile(LOW);
    }

    /** A tenth of the measurements are larger. */
    public double p90() {
        return quantile(HIGH);
    }

    /** Between two measurements, a point on the line that joins them. */
    private double quantile(double share) {
        double rank = share * (sorted.length - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }
}
