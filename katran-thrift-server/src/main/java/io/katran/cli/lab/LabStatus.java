package io.katran.cli.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is there of a lab, as text for people. */
final class LabStatus {
    private final Topology topology;
    private final Daemons daemons;

    LabStatus(Topology topology, Daemons daemons) {
        this.topology = topology;
        this.daemons = daemons;
    }

    /** Whether all its namespaces exist and all its reals serve. */
    boolean isUp() {
        return topology.namespaces().stream().allMatch(LabStatus::exists)
                && topology.reals().stream().allMatch(real -> daemons.serverOf(real).isPresent());
    }

    /** Whether anything of it exists. */
    boolean isThere() {
        return Files.exists(topology.directory())
                || topology.namespaces().stream().anyMatch(LabStatus::exists);
    }

    /** One line a node, then how to use them. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        "%-9s %-28s %-11s %-10s %s", "NODE", "NAMESPACE", "IPV4", "IPV6", "STATE"));
        lines.add(line("router", topology.routerNamespace(), "", "", ""));
        for (LabNode node : topology.nodes()) {
            lines.add(
                    line(
                            node.name(),
                            node.namespace(),
                            node.address4(),
                            node.address6(),
                            service(node)));
        }
        lines.add("");
        lines.add(
                String.format(
                        "VIPs %s and %s, port %d, interface %s, gateway-mac \"%s\"",
                        Topology.VIP4,
                        Topology.VIP6,
                        Topology.SERVICE_PORT,
                        LabNode.INTERFACE,
                        topology.balancer().routerMac()));
        lines.add("BPF file system " + topology.bpffs());
        lines.add("to run a command in a node: nsenter --net=/run/netns/NAMESPACE COMMAND");
        return lines;
    }

    private static String line(
            String node, String namespace, String address4, String address6, String service) {
        String state = exists(namespace) ? service : "missing";
        return String.format(
                        "%-9s %-28s %-11s %-10s %s", node, namespace, address4, address6, state)
                .stripTrailing();
    }

    private String service(LabNode node) {
        if (!topology.reals().contains(node)) {
            return "";
        }
        Optional<ProcessHandle> server = daemons.serverOf(node);
        return server.map(process -> "serves, pid " + process.pid()).orElse("does not serve");
    }

    private static boolean exists(String namespace) {
        return Files.exists(Path.of("/run/netns", namespace));
    }
}
