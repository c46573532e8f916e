package io.katran.control.settings;

import io.katran.api.SettingsReader;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is remembered of flows.
 *
 * @param entries flows over all CPUs
 * @param udpTimeout a UDP flow that is idle for longer is placed anew
 * @param newFlowsPerCore flows that one CPU remembers in a second, an unsigned 32-bit number
 * @param forwardingCores the CPUs that have a table of their own, each once; empty: all. Whether
 *     the machine has them is not checked
 * @param numaNodes the node of each forwarding CPU; empty: the kernel's choice
 */
public record ConnectionTableSettings(
        int entries,
        Duration udpTimeout,
        int newFlowsPerCore,
        List<Integer> forwardingCores,
        List<Integer> numaNodes) {
    /** The packet program looks at so many CPUs' tables. */
    private static final int MAX_CPU = 1023;

    /** The kernel's own limit. */
    private static final int MAX_NODE = 1023;

    public ConnectionTableSettings {
        forwardingCores = List.copyOf(forwardingCores);
        numaNodes = List.copyOf(numaNodes);
    }

    static ConnectionTableSettings read(SettingsReader block) {
        ConnectionTableSettings table =
                new ConnectionTableSettings(
                        block.integer("entries", 1_000, 1_000_000_000),
                        block.duration("udp-timeout", Duration.ofSeconds(1), Duration.ofHours(1)),
                        (int) block.number("new-flows-per-core", 1, 0xffff_ffffL),
                        block.integers("forwarding-cores", 0, MAX_CPU),
                        block.integers("numa-nodes", 0, MAX_NODE));
        if (block.clean()) {
            table.checkCores(block);
        }
        return table;
    }

    private void checkCores(SettingsReader block) {
        Set<Integer> seen = new HashSet<>();
        forwardingCores.stream()
                .filter(core -> !seen.add(core))
                .findFirst()
                .ifPresent(core -> block.problem("forwarding-cores", core + " is listed twice"));
        if (!numaNodes.isEmpty() && numaNodes.size() != forwardingCores.size()) {
            block.problem(
                    "numa-nodes",
                    "has "
                            + numaNodes.size()
                            + " entries and forwarding-cores has "
                            + forwardingCores.size()
                            + " ("
                            + block.origin("forwarding-cores")
                            + "); it must be empty or name the node of each of them");
        }
    }
}
