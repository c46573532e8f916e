package io.katran.benchmark.datapath;

import java.util.List;

/**
 * How to measure.
 *
 * @param rounds how often each program is measured with each kind of packet
 * @param repeat passes of one measurement
 * @param cpu the CPU that everything runs on
 * @param tableEntries connection-table entries of that CPU
 * @param fillTables whether scenarios of new flows begin with a full table, as a flood finds it
 * @param scenarios ids, or beginnings of ids; empty for all
 * @param foreign other programs, as the command line names them
 */
public record DatapathSettings(
        int rounds,
        int repeat,
        int cpu,
        int tableEntries,
        boolean fillTables,
        List<String> scenarios,
        List<String> foreign) {
    public DatapathSettings {
        scenarios = List.copyOf(scenarios);
        foreign = List.copyOf(foreign);
    }

    /** The ids of all scenarios there are. */
    public static List<String> allIds() {
        return Scenarios.ALL.stream().map(Scenario::id).toList();
    }

    /** The ids of those that are measured. */
    public List<String> chosenIds() {
        return chosen().stream().map(Scenario::id).toList();
    }

    List<Scenario> chosen() {
        return Scenarios.ALL.stream()
                .filter(
                        scenario ->
                                scenarios.isEmpty()
                                        || scenarios.stream().anyMatch(scenario.id()::startsWith))
                .toList();
    }
}
