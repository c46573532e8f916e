package io.katran.cli.lab;

import java.util.HashMap;
import java.util.Map;

/** Counts outcomes. */
final class OutcomeCounter implements OutcomeSink {
    private final Map<String, Integer> byReal = new HashMap<>();
    private final Map<String, Integer> failures = new HashMap<>();

    @Override
    public synchronized void answered(String real) {
        byReal.merge(real, 1, Integer::sum);
    }

    @Override
    public synchronized void failed(Exception failure) {
        failures.merge(OutcomeSink.kind(failure), 1, Integer::sum);
    }

    synchronized Outcomes outcomes() {
        return new Outcomes(byReal, failures);
    }
}
