package io.katran.cli.lab;

import io.katran.api.ErrorCode;
import io.katran.api.KatranException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a lab consists of. Pure: names and addresses, nothing is run.
 *
 * <pre>
 *   client ── router ── balancer
 *               ├────── real1
 *               ├────── real2
 *               └────── real3
 * </pre>
 *
 * <p>All labs have the same addresses, since namespaces keep them apart; names of namespaces and
 * files carry the lab's name. Links towards the balancer and the reals are wider than the client's,
 * so that a full-sized packet still fits after encapsulation.
 */
final class Topology {
    /** The VIPs that every real carries on its loopback interface. */
    static final String VIP4 = "10.200.1.1";

    static final String VIP6 = "fd00:200::1";

    /** Where the router sends what goes to a VIP: to the balancer. */
    static final String VIPS4 = "10.200.1.0/24";

    static final String VIPS6 = "fd00:200::/64";

    static final int SERVICE_PORT = 80;

    private static final int CLIENT_MTU = 1500;
    private static final int CORE_MTU = 1600;
    private static final Path ROOT = Path.of("/run/katran-lab");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,30}");

    private final String name;
    private final LabNode client;
    private final LabNode balancer;
    private final List<LabNode> reals;

    /**
     * @throws KatranException INVALID_ARGUMENT if the name cannot be part of a file's name
     */
    Topology(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new KatranException(
                    ErrorCode.INVALID_ARGUMENT,
                    "lab name \""
                            + name
                            + "\": at most 31 lower-case letters, digits and hyphens are allowed");
        }
        this.name = name;
        this.client = node("client", "c0", 10, CLIENT_MTU);
        this.balancer = node("balancer", "l0", 20, CORE_MTU);
        this.reals =
                List.of(
                        node("real1", "s1", 31, CORE_MTU),
                        node("real2", "s2", 32, CORE_MTU),
                        node("real3", "s3", 33, CORE_MTU));
    }

    private LabNode node(String node, String port, int subnet, int mtu) {
        return new LabNode(node, namespace(node), port, subnet, mtu);
    }

    private String namespace(String node) {
        return "katran-" + name + "-" + node;
    }

    String name() {
        return name;
    }

    LabNode client() {
        return client;
    }

    LabNode balancer() {
        return balancer;
    }

    List<LabNode> reals() {
        return reals;
    }

    /** Everything that hangs on the router. */
    List<LabNode> nodes() {
        return Stream.concat(Stream.of(client, balancer), reals.stream()).toList();
    }

    String routerNamespace() {
        return namespace("router");
    }

    /** The router's namespace and those of all nodes. */
    List<String> namespaces() {
        return Stream.concat(Stream.of(routerNamespace()), nodes().stream().map(LabNode::namespace))
                .toList();
    }

    /** Holds everything of this lab that is not a namespace. */
    Path directory() {
        return ROOT.resolve(name);
    }

    /** A BPF file system of the lab's own, for pins of the lab and of its balancer. */
    Path bpffs() {
        return directory().resolve("bpf");
    }

    /** Written by a real once it serves; holds its process id. */
    Path pidFile(LabNode real) {
        return directory().resolve(real.name() + ".pid");
    }

    Path logFile(LabNode node) {
        return directory().resolve(node.name() + ".log");
    }

    /** Where the decapsulating program of a real is pinned, so that it outlives the server. */
    Path decapPin(LabNode real) {
        return bpffs().resolve(real.name() + "-decap");
    }

    /** Where the program that lets the balancer's XDP_TX through is pinned. */
    Path peerPin() {
        return bpffs().resolve("router-pass");
    }
}
