package io.katran.cli.lab;

import java.nio.file.Path;

/**
 * One machine of a lab: a namespace whose {@code eth0} leads to the router.
 *
 * @param name what people call it: {@code client}, {@code balancer}, {@code real1}...
 * @param namespace the network namespace it lives in
 * @param port the router's interface at the other end
 * @param subnet the two digits that its addresses and MACs carry
 * @param mtu of both ends of the link, bytes
 */
record LabNode(String name, String namespace, String port, int subnet, int mtu) {
    static final String INTERFACE = "eth0";

    String address4() {
        return "10." + subnet + ".0.2";
    }

    String address6() {
        return "fd00:" + subnet + "::2";
    }

    String mac() {
        return "02:00:00:00:" + subnet + ":02";
    }

    String routerAddress4() {
        return "10." + subnet + ".0.1";
    }

    String routerAddress6() {
        return "fd00:" + subnet + "::1";
    }

    String routerMac() {
        return "02:00:00:00:" + subnet + ":01";
    }

    Path namespaceFile() {
        return Path.of("/run/netns", namespace);
    }
}
