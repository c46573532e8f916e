package io.katran.server.thrift;

import java.time.Duration;

/**
 * What one client, and all clients together, may take of the server. All limits are checked before
 * memory is taken.
 *
 * @param maxConnections connections served at once, 1 or more; one more is closed right after it
 *     was accepted
 * @param maxFrameBytes size of one request in bytes, and of what it inflates to, 64 or more
 * @param maxStringBytes size of one string within a request, 64 or more; the interface carries
 *     names and addresses only
 * @param maxContainerElements elements of one list, set or map within a request, 1 or more
 * @param maxBufferedBytes memory that incomplete and running requests of all connections may take
 *     together, not less than {@code maxFrameBytes}; the first 64 KiB of each request are free, and
 *     those of what a compressed one inflates to, so large requests cannot crowd out small ones
 * @param idleTimeout how long a connection may be silent between requests; positive
 * @param requestTimeout how long a request may take from its first byte to its last, and how long a
 *     reply may take to be accepted by the client; positive. The call in between is not limited.
 */
public record ConnectionLimits(
        int maxConnections,
        int maxFrameBytes,
        int maxStringBytes,
        int maxContainerElements,
        long maxBufferedBytes,
        Duration idleTimeout,
        Duration requestTimeout) {

    /** 1,024 connections, 16 MiB a request, 10 minutes of silence. */
    public static final ConnectionLimits DEFAULT =
            new ConnectionLimits(
                    1024,
                    16 << 20,
                    64 << 10,
                    262_144,
                    64L << 20,
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(30));

    private static final int SMALLEST_BYTES = 64;

    public ConnectionLimits {
        requireAtLeast("maxConnections", maxConnections, 1);
        requireAtLeast("maxFrameBytes", maxFrameBytes, SMALLEST_BYTES);
        requireAtLeast("maxStringBytes", maxStringBytes, SMALLEST_BYTES);
        requireAtLeast("maxContainerElements", maxContainerElements, 1);
        requireAtLeast("maxBufferedBytes", maxBufferedBytes, maxFrameBytes);
        requirePositive("idleTimeout", idleTimeout);
        requirePositive("requestTimeout", requestTimeout);
    }

    /** These limits with another number of connections. */
    public ConnectionLimits withMaxConnections(int connections) {
        return new ConnectionLimits(
                connections,
                maxFrameBytes,
                maxStringBytes,
                maxContainerElements,
                maxBufferedBytes,
                idleTimeout,
                requestTimeout);
    }

    /**
     * These limits with another size of one request; {@code maxBufferedBytes} grows to it where it
     * is smaller.
     */
    public ConnectionLimits withMaxFrameBytes(int bytes) {
        return new ConnectionLimits(
                maxConnections,
                bytes,
                maxStringBytes,
                maxContainerElements,
                Math.max(maxBufferedBytes, bytes),
                idleTimeout,
                requestTimeout);
    }

    /** These limits with other times. */
    public ConnectionLimits withTimeouts(Duration idle, Duration request) {
        return new ConnectionLimits(
                maxConnections,
                maxFrameBytes,
                maxStringBytes,
                maxContainerElements,
                maxBufferedBytes,
                idle,
                request);
    }

    private static void requireAtLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + "=" + value + " is less than " + least);
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + "=" + value + " is not positive");
        }
    }
}
