package io.katran.server.thrift;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listening sockets on several addresses and one port. */
final class Listeners {

    private static final Logger log = LoggerFactory.getLogger(Listeners.class);

    /** Clients that may wait to be accepted, on each address. */
    private static final int BACKLOG = 128;

    /** How often a free port is looked for that is free on all addresses. */
    private static final int FREE_PORT_TRIES = 16;

    private Listeners() {}

    /**
     * Opens a socket on every address that the host has.
     *
     * @throws IOException if an address that is not a loopback address is missing, none is left, or
     *     the port is taken
     */
    static List<ServerSocket> open(List<InetAddress> addresses, int port) throws IOException {
        List<InetAddress> present = present(addresses);
        for (int tries = 1; ; tries++) {
            try {
                return openAll(present, port);
            } catch (BindException e) {
                if (port != 0 || tries == FREE_PORT_TRIES) {
                    throw e;
                }
            }
        }
    }

    private static List<ServerSocket> openAll(List<InetAddress> addresses, int wantedPort)
            throws IOException {
        List<ServerSocket> open = new ArrayList<>();
        try {
            int port = wantedPort;
            for (InetAddress address : addresses) {
                ServerSocket socket = open(address, port);
                open.add(socket);
                port = socket.getLocalPort();
            }
            return List.copyOf(open);
        } catch (IOException e) {
            closeAll(open);
            throw e;
        }
    }

    private static ServerSocket open(InetAddress address, int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port), BACKLOG);
            return socket;
        } catch (IOException e) {
            socket.close();
            String message =
                    "cannot listen on %s port %d: %s; choose another katran.thrift.port or stop what has it (ss -ltnp)"
                            .formatted(address.getHostAddress(), port, e.getMessage());
            IOException named =
                    e instanceof BindException
                            ? new BindException(message)
                            : new IOException(message);
            named.initCause(e);
            throw named;
        }
    }

    private static List<InetAddress> present(List<InetAddress> addresses) throws IOException {
        List<InetAddress> present = new ArrayList<>();
        for (InetAddress address : addresses) {
            if (address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null) {
                present.add(address);
            } else if (address.isLoopbackAddress()) {
                log.warn(
                        "not listening on {}: this host does not have it",
                        address.getHostAddress());
            } else {
                throw new BindException(
                        "cannot listen on %s: no interface of this host has it; correct katran.thrift.addresses"
                                .formatted(address.getHostAddress()));
            }
        }
        if (present.isEmpty()) {
            throw new BindException(
                    "cannot listen: this host has none of the addresses " + addresses);
        }
        return present;
    }

    static void closeAll(List<ServerSocket> sockets) {
        for (ServerSocket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                log.warn("closing {} failed", socket, e);
            }
        }
    }
}
