package io.katran.dataplane.bpf;

import io.katran.api.SettingsException;
import io.katran.bpf.Cpus;
import io.katran.control.settings.ConnectionTableSettings;
import io.katran.control.settings.Scope;
import io.katran.control.settings.ServerIdSettings;
import io.katran.control.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a program instance is made with.
 *
 * @param maxVips VIP numbers
 * @param spareRings ring slots beyond one for each VIP, for retired rings to rest in
 * @param maxEndpoints endpoint ids
 * @param ringSize slots of a ring
 * @param seedPorts seed of the hash of ports and address
 * @param seedV6 seed of the hash of an IPv6 address
 * @param maxFrame longest frame to a VIP, Ethernet header included
 * @param connectionEntries connection-table entries of all forwarding cores together
 * @param udpTimeout after which a UDP flow is forgotten
 * @param newFlowsPerCore new flows that one core remembers in a second
 * @param forwardingCores the CPUs that get packets
 * @param numaNodes empty, or the node of each forwarding core
 * @param scopeHost whether fragments, options and echo requests of the whole host are handled
 * @param maxServerIds how many server ids there can be
 */
record BpfSettings(
        int maxVips,
        int spareRings,
        int maxEndpoints,
        int ringSize,
        int seedPorts,
        int seedV6,
        int maxFrame,
        long connectionEntries,
        Duration udpTimeout,
        int newFlowsPerCore,
        List<Integer> forwardingCores,
        List<Integer> numaNodes,
        boolean scopeHost,
        EncapSettings encap,
        int maxServerIds,
        ServerIdSettings serverIdRouting) {
    /** So many retired rings can rest while their VIPs are changed again. */
    private static final int SPARE_RINGS = 16;

    BpfSettings {
        forwardingCores = List.copyOf(forwardingCores);
        numaNodes = List.copyOf(numaNodes);
    }

    static BpfSettings of(Settings settings) {
        return new BpfSettings(
                settings.limits().maxVips(),
                SPARE_RINGS,
                settings.limits().maxEndpoints(),
                settings.hash().ringSize(),
                settings.hash().seedPorts(),
                settings.hash().seedV6(),
                settings.limits().maxFrame(),
                settings.connectionTable().entries(),
                settings.connectionTable().udpTimeout(),
                settings.connectionTable().newFlowsPerCore(),
                forwardingCores(settings.connectionTable(), Cpus.possibleCount()),
                settings.connectionTable().numaNodes(),
                settings.scope() == Scope.HOST,
                EncapSettings.of(settings.encap()),
                settings.limits().maxServerIds(),
                settings.serverIdRouting());
    }

    /**
     * @throws SettingsException if the machine has no such CPU
     */
    static List<Integer> forwardingCores(ConnectionTableSettings table, int possibleCpus) {
        if (table.forwardingCores().isEmpty()) {
            return IntStream.range(0, possibleCpus).boxed().toList();
        }
        List<Integer> unknown =
                table.forwardingCores().stream().filter(core -> core >= possibleCpus).toList();
        if (!unknown.isEmpty()) {
            throw new SettingsException(
                    List.of(
                            "katran.connection-table.forwarding-cores: "
                                    + unknown
                                    + ": this machine has the CPUs 0.."
                                    + (possibleCpus - 1)
                                    + " only; name those that get packets, or none for all"));
        }
        return table.forwardingCores();
    }
}
