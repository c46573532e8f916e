package io.katran.api;

import java.util.Objects;

/**
 * What server ids did for a VIP.
 *
 * @param shared packets, and the bytes of their IP packets, that went to a real by an endpoint
 *     which all VIPs share: they count for VIP and real, but not for the two together
 * @param opened packets that open a connection and so have no id: QUIC Initial and 0-RTT, TCP SYN
 * @param moved flows that were remembered at another real than the one their id names
 */
public record ServerIdCount(Count shared, long opened, long moved) {
    public static final ServerIdCount ZERO = new ServerIdCount(Count.ZERO, 0, 0);

    public ServerIdCount {
        Objects.requireNonNull(shared, "shared");
    }

    public ServerIdCount plus(ServerIdCount other) {
        return new ServerIdCount(
                shared.plus(other.shared), opened + other.opened, moved + other.moved);
    }

    public ServerIdCount minus(ServerIdCount earlier) {
        return new ServerIdCount(
                new Count(
                        shared.packets() - earlier.shared.packets(),
                        shared.bytes() - earlier.shared.bytes()),
                opened - earlier.opened,
                moved - earlier.moved);
    }
}
