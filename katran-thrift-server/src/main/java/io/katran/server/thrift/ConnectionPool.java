package io.katran.server.thrift;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections that are served: how many at once, on which threads, and until when. Thread-safe.
 */
final class ConnectionPool {

    private static final Logger log = LoggerFactory.getLogger(ConnectionPool.class);

    private static final long REFUSALS_LOGGED_EVERY_NS = Duration.ofSeconds(10).toNanos();
    private static final Duration SHORTEST_SWEEP = Duration.ofMillis(10);
    private static final Duration LONGEST_SWEEP = Duration.ofSeconds(1);

    private final ConnectionLimits limits;
    private final FrameBudget budget;
    private final MessageDispatcher<?> dispatcher;
    private final Semaphore room;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads =
            Executors.newCachedThreadPool(new NamedThreads("thrift"));
    private final ScheduledExecutorService sweeper =
            Executors.newSingleThreadScheduledExecutor(new NamedThreads("thrift-sweeper"));
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong lastRefusalLogNanos =
            new AtomicLong(System.nanoTime() - REFUSALS_LOGGED_EVERY_NS);
    private volatile boolean stopping;

    ConnectionPool(ConnectionLimits limits, MessageDispatcher<?> dispatcher) {
        this.limits = limits;
        this.budget = new FrameBudget(limits.maxBufferedBytes());
        this.dispatcher = dispatcher;
        this.room = new Semaphore(limits.maxConnections());
        long every = sweepInterval(limits).toNanos();
        sweeper.scheduleWithFixedDelay(this::closeOverdue, every, every, TimeUnit.NANOSECONDS);
    }

    /** A quarter of the shortest limit, so that none is overrun by more than that. */
    private static Duration sweepInterval(ConnectionLimits limits) {
        Duration shortest =
                limits.idleTimeout().compareTo(limits.requestTimeout()) < 0
                        ? limits.idleTimeout()
                        : limits.requestTimeout();
        Duration quarter = shortest.dividedBy(4);
        return quarter.compareTo(SHORTEST_SWEEP) < 0
                ? SHORTEST_SWEEP
                : quarter.compareTo(LONGEST_SWEEP) > 0 ? LONGEST_SWEEP : quarter;
    }

    /** Serves an accepted socket, or closes it. */
    void admit(Socket socket) {
        if (!room.tryAcquire()) {
            closeQuietly(socket);
            logRefusal();
            return;
        }
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            start(new Connection(socket, limits, budget, dispatcher, () -> stopping));
        } catch (IOException e) {
            log.debug("client went before it was served", e);
            room.release();
            closeQuietly(socket);
        }
    }

    private void start(Connection connection) {
        connections.add(connection);
        try {
            threads.execute(() -> serve(connection));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // Java reports "no more threads" as OutOfMemoryError; it concerns this connection only.
            log.warn("no thread for a connection: {}", e.toString());
            connection.close("no thread to serve it");
            forget(connection);
        }
    }

    private void serve(Connection connection) {
        try {
            connection.run();
        } finally {
            forget(connection);
        }
    }

    private void forget(Connection connection) {
        connections.remove(connection);
        room.release();
    }

    private void closeOverdue() {
        long now = System.nanoTime();
        connections.forEach(connection -> connection.closeIfOverdue(now));
    }

    int size() {
        return limits.maxConnections() - room.availablePermits();
    }

    long bufferedBytes() {
        return budget.reserved();
    }

    /**
     * Closes connections as soon as they are not executing a call, and all of them after the grace
     * period.
     */
    void stop(Duration grace) {
        stopping = true;
        connections.forEach(connection -> connection.closeUnlessBusy("the server stops"));
        if (!awaitEmpty(grace)) {
            log.warn(
                    "{} calls still run {} after the stop began; their clients get no answer",
                    size(),
                    grace);
            connections.forEach(
                    connection ->
                            connection.close("the server stopped without waiting any longer"));
        }
        sweeper.shutdown();
        threads.shutdown();
    }

    private boolean awaitEmpty(Duration grace) {
        try {
            boolean empty =
                    room.tryAcquire(limits.maxConnections(), grace.toNanos(), TimeUnit.NANOSECONDS);
            if (empty) {
                room.release(limits.maxConnections());
            }
            return empty;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** At most one line in ten seconds: a client that retries in a loop must not fill the log. */
    private void logRefusal() {
        long count = refused.incrementAndGet();
        long now = System.nanoTime();
        long last = lastRefusalLogNanos.get();
        if (now - last >= REFUSALS_LOGGED_EVERY_NS
                && lastRefusalLogNanos.compareAndSet(last, now)) {
            log.warn(
                    "connection refused: all {} of katran.thrift.max-connections are in use ({} refused since start)",
                    limits.maxConnections(),
                    count);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("closing {} failed", socket, e);
        }
    }
}
