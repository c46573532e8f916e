package io.katran.api;

import java.util.Objects;

/**
 * What identifies a virtual service: the address, port and protocol that clients connect to.
 *
 * @param port 1 to 65535, or 0 for all ports of the address that no other VIP names
 */
public record VipKey(IpAddress address, int port, Protocol protocol) {

    public VipKey {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(protocol, "protocol");
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not in 0..65535");
        }
    }

    /**
     * Parses {@code 10.200.1.1:80/tcp} or {@code [fc00::1]:80/udp}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static VipKey parse(String text) {
        int slash = text.lastIndexOf('/');
        int colon = text.lastIndexOf(':', Math.max(slash, 0));
        if (slash < 0 || colon < 0) {
            throw new IllegalArgumentException(
                    "\""
                            + text
                            + "\" is not a VIP (expected 10.200.1.1:80/tcp or [fc00::1]:80/tcp)");
        }
        String host = text.substring(0, colon);
        if (host.indexOf(':') >= 0 && !host.startsWith("[")) {
            throw new IllegalArgumentException(
                    "\"" + text + "\": an IPv6 VIP is written with brackets: [fc00::1]:80/tcp");
        }
        return new VipKey(
                IpAddress.parse(host),
                parsePort(text.substring(colon + 1, slash)),
                Protocol.parse(text.substring(slash + 1)));
    }

    private static int parsePort(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("port \"" + text + "\" is not a number", e);
        }
    }

    /** The form that {@link #parse} takes. */
    @Override
    public String toString() {
        String host = address.isV6() ? "[" + address + "]" : address.toString();
        return host + ":" + port + "/" + protocol;
    }
}
