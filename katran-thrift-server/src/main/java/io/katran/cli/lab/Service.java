package io.katran.cli.lab;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The VIP of one address family: how to reach it, and which reals should answer how often. */
final class Service {
    private final String family;
    private final InetSocketAddress vip;
    private final RealsFile file;
    private final List<LabNode> reals;
    private final Function<LabNode, String> address;

    private Service(
            String family,
            String vip,
            RealsFile file,
            List<LabNode> reals,
            Function<LabNode, String> address) {
        this.family = family;
        this.vip = new InetSocketAddress(vip, Topology.SERVICE_PORT);
        this.file = file;
        this.reals = reals;
        this.address = address;
    }

    static Service v4(Topology topology, RealsFile file) {
        return new Service("IPv4", Topology.VIP4, file, topology.reals(), LabNode::address4);
    }

    static Service v6(Topology topology, RealsFile file) {
        return new Service("IPv6", Topology.VIP6, file, topology.reals(), LabNode::address6);
    }

    String family() {
        return family;
    }

    InetSocketAddress vip() {
        return vip;
    }

    LoadClient client() {
        return new LoadClient(vip);
    }

    /** Weights by the name of the real, as the discovery file says now; 0 if it is not there. */
    Map<String, Integer> weights() {
        Map<String, Integer> byAddress = file.weights();
        Map<String, Integer> byName = new LinkedHashMap<>();
        for (LabNode real : reals) {
            byName.put(real.name(), byAddress.getOrDefault(address.apply(real), 0));
        }
        return byName;
    }

    void setWeight(LabNode real, int weight) {
        file.setWeight(address.apply(real), weight);
    }
}
