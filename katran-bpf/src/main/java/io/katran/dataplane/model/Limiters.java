package io.katran.dataplane.model;

import java.util.HashMap;
import java.util.Map;

/** The rate limits, each counted by CPU. */
final class Limiters {
    private static final long SECOND_NS = 1_000_000_000;

    private final ModelSettings settings;
    private final Map<Integer, Window> newFlows = new HashMap<>();
    private final Map<Integer, Long> echoFullAgainNs = new HashMap<>();

    Limiters(ModelSettings settings) {
        this.settings = settings;
    }

    private record Window(long startNs, int count) {}

    /**
     * Counts a new flow in a window of one second that starts with the first flow after the last.
     */
    boolean mayRememberFlow(int cpu, long nowNs) {
        Window window = newFlows.get(cpu);
        boolean over = window == null || nowNs - window.startNs > SECOND_NS;
        Window now = over ? new Window(nowNs, 1) : new Window(window.startNs, window.count + 1);
        newFlows.put(cpu, now);
        return now.count <= settings.newFlowLimit();
    }

    void assumeNewFlows(int cpu, int count, long nowNs) {
        newFlows.put(cpu, new Window(nowNs, count));
    }

    /**
     * A bucket that fills at the rate and holds the burst, kept as the time when it is full again.
     */
    boolean mayAnswerEcho(int cpu, long nowNs) {
        if (settings.echoRate() == 0) {
            return true;
        }
        long costNs = SECOND_NS / settings.echoRate();
        long fullNs = Math.max(nowNs, echoFullAgainNs.getOrDefault(cpu, nowNs)) + costNs;
        boolean allowed = fullNs - nowNs <= costNs * settings.echoBurst();
        if (allowed) {
            echoFullAgainNs.put(cpu, fullNs);
        }
        return allowed;
    }

    void reset() {
        newFlows.clear();
        echoFullAgainNs.clear();
    }
}
