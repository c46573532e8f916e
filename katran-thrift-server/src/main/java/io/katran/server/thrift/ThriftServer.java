package io.katran.server.thrift;

import io.katran.thrift.KatranService;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@link KatranService} on one port of several addresses, to clients that speak framed or
 * unframed binary or compact Thrift.
 *
 * <p>Guarantees: what one client does costs no other client its connection or its answer, whatever
 * it sends or fails to send. A call is executed only after its request was read whole. Every call
 * that is executed is answered, unless its client is gone or the grace period of {@link #stop} ends
 * first.
 *
 * <p>Each connection has a thread of its own, and calls of different connections run concurrently:
 * the handler must be thread-safe. The server's threads are daemons and do not keep the JVM alive.
 * All methods may be called by any thread.
 */
public final class ThriftServer {

    private static final Logger log = LoggerFactory.getLogger(ThriftServer.class);

    /** Pause after a failed accept; the usual cause, too many open files, does not pass at once. */
    private static final long ACCEPT_RETRY_MS = 500;

    /** How long to wait for an accepting thread to notice that its socket is closed. */
    private static final long ACCEPTOR_END_MS = 1000;

    private final List<ServerSocket> listeners;
    private final ConnectionPool connections;
    private final List<Thread> acceptors;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private ThriftServer(List<ServerSocket> listeners, ConnectionPool connections) {
        this.listeners = listeners;
        this.connections = connections;
        ThreadFactory threads = new NamedThreads("thrift-accept");
        this.acceptors =
                listeners.stream()
                        .map(listener -> threads.newThread(() -> accept(listener)))
                        .toList();
    }

    /**
     * Listens and serves.
     *
     * @throws IOException if the port is taken or an address is not the host's; nothing is left
     *     open
     */
    public static ThriftServer start(ThriftServerSettings settings, KatranService.Iface handler)
            throws IOException {
        List<ServerSocket> listeners = Listeners.open(settings.addresses(), settings.port());
        var dispatcher = new MessageDispatcher<>(new KatranService.Processor<>(handler), handler);
        ThriftServer server =
                new ThriftServer(listeners, new ConnectionPool(settings.limits(), dispatcher));
        server.acceptors.forEach(Thread::start);
        log.info("Thrift: listening on {}", server.addresses());
        return server;
    }

    /** Where the server listens, in the order of the settings. */
    public List<InetSocketAddress> addresses() {
        return listeners.stream()
                .map(
                        listener ->
                                new InetSocketAddress(
                                        listener.getInetAddress(), listener.getLocalPort()))
                .toList();
    }

    /** The port, which the system chose if the settings said 0. */
    public int port() {
        return listeners.get(0).getLocalPort();
    }

    /** Connections being served now. */
    public int connectionCount() {
        return connections.size();
    }

    /**
     * Stops accepting, closes idle connections, lets running calls finish and answer, and then
     * closes theirs.
     *
     * @param grace how long to wait for running calls at most; it returns as soon as there are none
     */
    public void stop(Duration grace) {
        stopped.countDown();
        Listeners.closeAll(listeners);
        acceptors.forEach(ThriftServer::awaitEnd);
        connections.stop(grace);
        log.info("Thrift: stopped");
    }

    /** Since JDK 25 a socket goes on listening until the thread that accepts on it has woken up. */
    private static void awaitEnd(Thread acceptor) {
        try {
            acceptor.join(ACCEPTOR_END_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Bytes of large requests held now, for tests of the budget. */
    long bufferedBytes() {
        return connections.bufferedBytes();
    }

    private void accept(ServerSocket listener) {
        while (!listener.isClosed()) {
            try {
                connections.admit(listener.accept());
            } catch (IOException e) {
                pauseAfter(e, listener);
            }
        }
    }

    private void pauseAfter(IOException failure, ServerSocket listener) {
        try {
            if (!listener.isClosed() && !stopped.await(ACCEPT_RETRY_MS, TimeUnit.MILLISECONDS)) {
                log.warn(
                        "accepting a connection failed, trying again: {}",
                        String.valueOf(failure.getMessage()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Listeners.closeAll(List.of(listener));
        }
    }
}
