package io.katran.dataplane.bpf;

import java.time.Duration;
import java.util.List;

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
        EncapSettings encap) {
    BpfSettings {
        forwardingCores = List.copyOf(forwardingCores);
        numaNodes = List.copyOf(numaNodes);
    }
}
