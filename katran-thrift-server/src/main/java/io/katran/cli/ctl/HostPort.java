package io.katran.cli.ctl;

import io.katran.api.IpAddress;
import io.katran.api.Protocol;
import io.katran.api.VipKey;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code host:port} as the historic clients read it: IPv6 in brackets, otherwise exactly one colon.
 *
 * @param port 0..65535
 */
record HostPort(String host, int port) {
    private static final Pattern BRACKETED = Pattern.compile("\\[([^\\[\\]]+)]:(.*)");
    private static final Pattern PLAIN = Pattern.compile("([^:\\[\\]]+):([^:]*)");
    private static final int MAX_PORT = 65_535;

    /**
     * @throws IllegalArgumentException if the text has another form or the port is out of range
     */
    static HostPort parse(String text) {
        Matcher parts = (text.indexOf('[') >= 0 ? BRACKETED : PLAIN).matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "\""
                            + text
                            + "\" is not an address and a port (expected 10.200.1.1:80, or with"
                            + " brackets [fc00::1]:80)");
        }
        return new HostPort(parts.group(1), parsePort(parts.group(2)));
    }

    static int parsePort(String text) {
        return (int) Numbers.parse("port", text, 0, MAX_PORT);
    }

    /**
     * @throws IllegalArgumentException if the host is no address literal
     */
    VipKey vip(Protocol protocol) {
        return new VipKey(IpAddress.parse(host), port, protocol);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
