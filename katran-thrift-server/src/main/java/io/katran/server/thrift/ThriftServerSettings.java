package io.katran.server.thrift;

import java.net.InetAddress;
import java.util.List;

/**
 * Where the management port listens and what it allows.
 *
 * @param addresses local addresses to listen on, at least one. A loopback address that the host
 *     lacks (IPv6 may be switched off) is skipped with a warning; any other missing address fails
 *     the start.
 * @param port 0..65535; 0 takes a free one, the same on every address
 * @param limits what clients may take
 */
public record ThriftServerSettings(List<InetAddress> addresses, int port, ConnectionLimits limits) {

    /** The port of the historic service. */
    public static final int DEFAULT_PORT = 12307;

    private static final int MAX_PORT = 65_535;

    public ThriftServerSettings {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException(
                    "addresses is empty: name at least one address to listen on");
        }
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port=" + port + " is outside 0.." + MAX_PORT);
        }
    }
}
