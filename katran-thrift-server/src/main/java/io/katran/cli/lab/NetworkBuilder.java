package io.katran.cli.lab;

import io.katran.bpf.Cpus;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Makes the namespaces of a lab and the network between them. */
final class NetworkBuilder {
    /** More would show nothing more. */
    private static final int MAX_CPUS = 8;

    private final Topology topology;
    private final List<Integer> cpus = Cpus.online().stream().limit(MAX_CPUS).toList();

    NetworkBuilder(Topology topology) {
        this.topology = topology;
    }

    void build() {
        topology.namespaces().forEach(NetworkBuilder::createNamespace);
        topology.nodes().forEach(this::connect);
        routeVips();
        topology.reals().forEach(NetworkBuilder::carryVips);
        keepFlowsOnOneCpu();
        // XDP_TX turns a packet into a bare frame, which cannot carry an unfinished checksum.
        inRouter("ethtool", "-K", topology.balancer().port(), "tx", "off");
    }

    private static void createNamespace(String namespace) {
        Tool.run("ip", "netns", "add", namespace);
        ip(namespace, "link", "set", "lo", "up");
        // Outer sources (172.16/16, 100::/96) are routed nowhere: a reverse path filter eats them.
        set(
                namespace,
                "net.ipv4.conf.all.rp_filter=0",
                "net.ipv4.conf.default.rp_filter=0",
                "net.ipv6.conf.all.disable_ipv6=0",
                "net.ipv6.conf.default.accept_dad=0");
    }

    private void connect(LabNode node) {
        String router = topology.routerNamespace();
        Tool.run(link(node));
        address(router, node.port(), node.routerAddress4() + "/24");
        address(router, node.port(), node.routerAddress6() + "/64");
        address(node.namespace(), LabNode.INTERFACE, node.address4() + "/24");
        address(node.namespace(), LabNode.INTERFACE, node.address6() + "/64");
        ip(router, "link", "set", node.port(), "up");
        ip(node.namespace(), "link", "set", LabNode.INTERFACE, "up");
        neighbours(router, node.port(), node.address4(), node.address6(), node.mac());
        neighbours(
                node.namespace(),
                LabNode.INTERFACE,
                node.routerAddress4(),
                node.routerAddress6(),
                node.routerMac());
        ip(node.namespace(), "route", "add", "default", "via", node.routerAddress4());
        ip(node.namespace(), "-6", "route", "add", "default", "via", node.routerAddress6());
    }

    /**
     * Only the balancer's link has a queue for each CPU: several would mix up the client's flows.
     */
    private List<String> link(LabNode node) {
        String queues = Integer.toString(node.equals(topology.balancer()) ? cpus.size() : 1);
        List<String> command = new ArrayList<>(List.of("ip", "link", "add", node.port()));
        command.addAll(List.of("netns", topology.routerNamespace(), "address", node.routerMac()));
        command.addAll(List.of("mtu", mtu(node), "numtxqueues", queues, "numrxqueues", queues));
        command.addAll(List.of("type", "veth", "peer", "name", LabNode.INTERFACE));
        command.addAll(List.of("netns", node.namespace(), "address", node.mac()));
        command.addAll(List.of("mtu", mtu(node), "numtxqueues", queues, "numrxqueues", queues));
        return command;
    }

    private void routeVips() {
        LabNode balancer = topology.balancer();
        String router = topology.routerNamespace();
        set(router, "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
        ip(router, "route", "add", Topology.VIPS4, "via", balancer.address4());
        ip(router, "-6", "route", "add", Topology.VIPS6, "via", balancer.address6());
    }

    private static void carryVips(LabNode real) {
        address(real.namespace(), "lo", Topology.VIP4 + "/32");
        address(real.namespace(), "lo", Topology.VIP6 + "/128");
    }

    /**
     * Makes the balancer meet each flow on one CPU, as RSS of a NIC does. A plain veth processes a
     * packet on the CPU that sent it, or on the one that happens to be emptying the queue, so that
     * a flow would wander and miss the balancer's per-CPU connection table.
     *
     * <p>The router spreads what the client sends over CPUs (RPS). The same hash of the flow, cut
     * in the same way, chooses among as many queues towards the balancer, so that each queue is
     * filled and emptied by one CPU.
     */
    private void keepFlowsOnOneCpu() {
        String file = "/sys/class/net/" + topology.client().port() + "/queues/rx-0/rps_cpus";
        String script = "echo " + cpuMask(cpus) + " > " + file;
        // Only this command gives a view of /sys that belongs to the namespace.
        Tool.run("ip", "netns", "exec", topology.routerNamespace(), "sh", "-c", script);
        // The hash that chooses the CPU comes from the socket; kernels 5.18 and newer change it
        // with each retransmission unless told not to (-e: older kernels lack the key).
        Tool.run(
                inNamespace(
                        topology.client().namespace(), "sysctl", "-qew", "net.core.txrehash=0"));
    }

    /** These CPUs as the kernel writes masks: words of 32 bits with commas, the highest first. */
    static String cpuMask(List<Integer> cpus) {
        BigInteger mask = BigInteger.ZERO;
        for (int cpu : cpus) {
            mask = mask.setBit(cpu);
        }
        String hex = mask.toString(16);
        int words = (hex.length() + 7) / 8;
        String padded = "0".repeat(words * 8 - hex.length()) + hex;
        return String.join(
                ",",
                IntStream.range(0, words)
                        .mapToObj(word -> padded.substring(word * 8, word * 8 + 8))
                        .toList());
    }

    private static String mtu(LabNode node) {
        return Integer.toString(node.mtu());
    }

    private static void address(String namespace, String link, String address) {
        List<String> command =
                new ArrayList<>(
                        List.of("ip", "-n", namespace, "address", "add", address, "dev", link));
        if (address.contains(":")) {
            command.add("nodad");
        }
        Tool.run(command);
    }

    private static void neighbours(
            String namespace, String link, String address4, String address6, String mac) {
        for (String address : List.of(address4, address6)) {
            ip(
                    namespace,
                    "neigh",
                    "replace",
                    address,
                    "lladdr",
                    mac,
                    "dev",
                    link,
                    "nud",
                    "permanent");
        }
    }

    private static void ip(String namespace, String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip", "-n", namespace));
        command.addAll(List.of(arguments));
        Tool.run(command);
    }

    private static void set(String namespace, String... settings) {
        List<String> command = new ArrayList<>(inNamespace(namespace, "sysctl", "-qw"));
        command.addAll(List.of(settings));
        Tool.run(command);
    }

    private void inRouter(String... command) {
        Tool.run(inNamespace(topology.routerNamespace(), command));
    }

    /**
     * The command, run in a namespace by {@code nsenter}. Not by {@code ip netns exec}, which
     * mounts another /sys, in which the pins of the BPF file system are missing.
     */
    static List<String> inNamespace(String namespace, String... command) {
        List<String> whole = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + namespace));
        whole.addAll(List.of(command));
        return whole;
    }
}
