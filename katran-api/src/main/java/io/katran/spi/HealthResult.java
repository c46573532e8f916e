package io.katran.spi;

/**
 * The outcome of one probe.
 *
 * @param detail a few words for people: {@code connected in 0.4 ms}, {@code connection refused}
 */
public record HealthResult(boolean healthy, String detail) {
    public static HealthResult healthy(String detail) {
        return new HealthResult(true, detail);
    }

    public static HealthResult unhealthy(String detail) {
        return new HealthResult(false, detail);
    }
}
