package io.katran.vectors;

import java.util.List;

/** A build of the reference, and what of its counters tells about it. */
public enum FeatureSet {
    DEFAULT("default", "default", List.of("")),
    /**
     * Counters were recorded with all other features on, so only its own are compared, in cases
     * where the other features make no difference to packets.
     */
    TCP_SERVER_ID("tpr", "full_ipip", List.of("tpr_stats_map", "server_id_stats")),
    /** Likewise. */
    STABLE_ROUTING("stablert", "full_ipip", List.of("stable_rt_stats"));

    private final String recordedName;
    private final String countersOf;
    private final List<String> counterPrefixes;

    FeatureSet(String recordedName, String countersOf, List<String> counterPrefixes) {
        this.recordedName = recordedName;
        this.countersOf = countersOf;
        this.counterPrefixes = counterPrefixes;
    }

    /** The name under which packets were recorded. */
    public String recordedName() {
        return recordedName;
    }

    /** The name under which counters were recorded. */
    String countersOf() {
        return countersOf;
    }

    boolean compares(String counter) {
        return counterPrefixes.stream().anyMatch(counter::startsWith);
    }
}
