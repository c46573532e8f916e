package io.katran.dataplane.model;

import io.katran.dataplane.model.ConnectionTable.Flow;
import io.katran.dataplane.model.ConnectionTable.FlowKey;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One connection table for each CPU, and a shared one for CPUs that have none. */
final class ConnectionTables {
    private static final long ROAMING_MEMORY_NS = 60_000_000_000L;

    private final List<ConnectionTable> tables;
    private final ConnectionTable shared;
    private long roamingUntilNs = Long.MIN_VALUE;

    ConnectionTables(int cpus, int entries) {
        tables = IntStream.range(0, cpus).mapToObj(i -> new ConnectionTable(entries)).toList();
        shared = new ConnectionTable(entries);
    }

    boolean has(int cpu) {
        return cpu < tables.size();
    }

    ConnectionTable of(int cpu) {
        return has(cpu) ? tables.get(cpu) : shared;
    }

    /** The youngest usable entry that any other CPU has for a flow. */
    Optional<Flow> findAtPeers(int cpu, FlowKey key, Predicate<Flow> usable) {
        return tables.stream()
                .filter(table -> table != of(cpu))
                .flatMap(table -> table.find(key).stream())
                .filter(usable)
                .max(Comparator.comparingLong(Flow::seenNs));
    }

    /** Flows change CPU, as one did just now. */
    void noteRoaming(long nowNs) {
        roamingUntilNs = nowNs + ROAMING_MEMORY_NS;
    }

    boolean flowsRoam(long nowNs) {
        return roamingUntilNs >= nowNs;
    }

    /**
     * Sends the flow's entries of all other CPUs to an endpoint; says whether any went elsewhere.
     */
    boolean correctPeers(int cpu, FlowKey key, int endpoint) {
        boolean corrected = false;
        for (ConnectionTable table : tables) {
            Optional<Flow> known = table == of(cpu) ? Optional.empty() : table.find(key);
            if (known.isPresent() && known.get().endpoint() != endpoint) {
                table.put(key, new Flow(endpoint, known.get().seenNs()));
                corrected = true;
            }
        }
        return corrected;
    }

    long forget(BiPredicate<FlowKey, Flow> test) {
        return Stream.concat(tables.stream(), Stream.of(shared))
                .mapToLong(table -> table.forget(test))
                .sum();
    }
}
