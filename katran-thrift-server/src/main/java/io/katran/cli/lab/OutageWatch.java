package io.katran.cli.lab;

import java.util.Map;
import java.util.TreeMap;

/** Finds the end of an outage: the last failure before many connections in a row succeed. */
final class OutageWatch implements OutcomeSink {
    /**
     * What happened from the beginning to the last failure.
     *
     * @param kinds the failures by kind, for people
     */
    record Summary(int connections, int failures, double seconds, String kinds) {}

    private final Map<String, Integer> kinds = new TreeMap<>();
    private boolean begun;
    private long begin;
    private int connections;
    private int failures;
    private int successesInRow;
    private int connectionsAtLastFailure;
    private double secondsAtLastFailure;

    /** Connections that end before this are not counted. */
    synchronized void begin() {
        begun = true;
        begin = System.nanoTime();
    }

    @Override
    public synchronized void answered(String real) {
        if (begun) {
            connections++;
            successesInRow++;
        }
    }

    @Override
    public synchronized void failed(Exception failure) {
        if (begun) {
            connections++;
            failures++;
            successesInRow = 0;
            connectionsAtLastFailure = connections;
            secondsAtLastFailure = Journal.seconds(begin);
            kinds.merge(OutcomeSink.kind(failure), 1, Integer::sum);
        }
    }

    /** Whether there was a failure, and so many connections succeeded since the last one. */
    synchronized boolean isOver(int quiet) {
        return failures > 0 && successesInRow >= quiet;
    }

    synchronized Summary summary() {
        return new Summary(
                connectionsAtLastFailure, failures, secondsAtLastFailure, Outcomes.describe(kinds));
    }
}
