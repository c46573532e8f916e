package io.katran.dataplane.model;

/**
 * How a packet to a VIP came to its real.
 *
 * @param vip the VIP's number
 * @param source who knew the real
 * @param slot the ring's slot; -1 if the ring was not asked
 * @param endpoint the id of the endpoint
 */
public record Placement(int vip, Source source, int slot, int endpoint) {
    /** Who knew the real. */
    public enum Source {
        /** The connection table of the packet's CPU. */
        TABLE,
        /** The connection table of another CPU. */
        PEER_TABLE,
        /** A server id in the packet. */
        SERVER_ID,
        RING
    }
}
