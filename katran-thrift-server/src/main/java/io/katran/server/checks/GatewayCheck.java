package io.katran.server.checks;

import io.katran.api.MacAddress;
import io.katran.server.checks.Host.Link;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The next hop, to whose address every forwarded packet is sent. */
final class GatewayCheck {
    private static final String ID = "gateway-mac";
    private static final int ROUTE_INTERFACE = 0;
    private static final int ROUTE_DESTINATION = 1;
    private static final int ROUTE_GATEWAY = 2;
    private static final int ARP_ADDRESS = 0;
    private static final int ARP_MAC = 3;
    private static final int ARP_INTERFACE = 5;

    private final Host host;
    private final Subject wanted;

    GatewayCheck(Host host, Subject wanted) {
        this.host = host;
        this.wanted = wanted;
    }

    Finding run(Link link) {
        Optional<String> gateway = defaultGateway(link);
        Optional<String> seen = gateway.flatMap(address -> macOf(address, link));
        if (wanted.gatewayMac().isEmpty()) {
            return notSet(gateway, seen);
        }
        String mac = wanted.gatewayMac().map(MacAddress::toString).orElseThrow();
        if (mac.equals(link.mac())) {
            return Finding.fail(
                    ID,
                    mac + " is " + link.name() + "'s own address: packets would come back",
                    "set katran.gateway-mac to the router's"
                            + seen.map(router -> ": \"" + router + "\"").orElse(""));
        }
        if (seen.isPresent() && !seen.get().equals(mac)) {
            return Finding.warn(
                    ID,
                    String.format(
                            "%s is configured, and the default gateway %s has %s",
                            mac, gateway.orElseThrow(), seen.get()),
                    "katran.gateway-mac = \"" + seen.get() + "\", unless another router is meant");
        }
        return Finding.ok(ID, mac + seen.map(same -> ", the default gateway").orElse(""));
    }

    private Finding notSet(Optional<String> gateway, Optional<String> seen) {
        return Finding.warn(
                ID,
                "katran.gateway-mac is not set, and this version does not find it out (auto): nothing"
                        + " is forwarded until the management interface sets it",
                seen.map(mac -> "katran.gateway-mac = \"" + mac + "\"")
                        .or(() -> gateway.map(address -> "ip neigh show " + address))
                        .orElse("ip route, then ip neigh show GATEWAY"));
    }

    private Optional<String> defaultGateway(Link link) {
        return rows("/proc/net/route")
                .filter(row -> row.get(ROUTE_INTERFACE).equals(link.name()))
                .filter(row -> row.get(ROUTE_DESTINATION).equals("00000000"))
                .map(row -> dotted(row.get(ROUTE_GATEWAY)))
                .findFirst();
    }

    private Optional<String> macOf(String address, Link link) {
        return rows("/proc/net/arp")
                .filter(row -> row.size() > ARP_INTERFACE)
                .filter(row -> row.get(ARP_ADDRESS).equals(address))
                .filter(row -> row.get(ARP_INTERFACE).equals(link.name()))
                .map(row -> row.get(ARP_MAC))
                .filter(mac -> !mac.equals("00:00:00:00:00:00"))
                .findFirst();
    }

    /** The rows below the heading, each as its columns. */
    private Stream<List<String>> rows(String path) {
        return host.read(path)
                .orElse("")
                .lines()
                .skip(1)
                .map(line -> Arrays.asList(line.strip().split("\\s+")))
                .filter(row -> row.size() > ROUTE_GATEWAY);
    }

    /** The kernel prints the four bytes as a number of this machine, so the last comes first. */
    private static String dotted(String hex) {
        int bits = Integer.parseUnsignedInt(hex, 16);
        boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        int address = little ? Integer.reverseBytes(bits) : bits;
        return String.format(
                "%d.%d.%d.%d",
                address >>> 24, address >>> 16 & 0xff, address >>> 8 & 0xff, address & 0xff);
    }
}
