package io.katran.dataplane.model;

import java.util.HashMap;
import java.util.Map;

/** The rate limits, each counted by CPU. */
final class Limiters {
    private static final long SECOND_NS = 1_000_000_000;

    private final ModelSettings settings;
    private final Map<Integer, Window> newFlows = new HashMap<>();
    private final Map<Integer, Long> echoFullAgainNs = new HashMap<>();
    private final Map<Integer, Long> tooBigFullAgainNs = new HashMap<>();

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

    boolean mayAnswerEcho(int cpu, long nowNs) {
        return takeToken(echoFullAgainNs, cpu, nowNs, settings.echoRate(), settings.echoBurst());
    }

    boolean mayAnswerTooBig(int cpu, long nowNs) {
        ModelSettings.TooBig tooBig = settings.tooBig();
        return takeToken(tooBigFullAgainNs, cpu, nowNs, tooBig.rate(), tooBig.burst());
    }

    /**
     * A bucket that fills at the rate and holds the burst, kept as the time when it is full again.
     */
    private static boolean takeToken(
            Map<Integer, Long> fullAgainNs, int cpu, long nowNs, int rate, int burst) {
        if (rate == 0) {
            return true;
        }
        long costNs = SECOND_NS / rate;
        long fullNs = Math.max(nowNs, fullAgainNs.getOrDefault(cpu, nowNs)) + costNs;
        boolean allowed = fullNs - nowNs <= costNs * burst;
        if (allowed) {
            fullAgainNs.put(cpu, fullNs);
        }
        return allowed;
    }

    void reset() {
        newFlows.clear();
        echoFullAgainNs.clear();
        tooBigFullAgainNs.clear();
    }
}
