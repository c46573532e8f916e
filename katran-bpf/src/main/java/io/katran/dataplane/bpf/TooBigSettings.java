package io.katran.dataplane.bpf;

import java.util.OptionalInt;

/**
 * What becomes of packets that are too long for the way to their real. Lengths are those of frames,
 * with their Ethernet header.
 *
 * @param answered whether their senders are told; else they are dropped
 * @param frameToV4 longest frame for which the link has room to IPv4 reals
 * @param frameToV6 longest frame for which the link has room to IPv6 reals, not above the other
 */
record TooBigSettings(boolean answered, int frameToV4, int frameToV6) {
    private static final int ETHERNET_BYTES = 14;

    /** What every path must carry (RFC 8200); no sender is told less. */
    private static final int LEAST_MTU = 1280;

    /**
     * @param maxFrame what counts without a link
     * @param linkMtu of the interface; empty if there is none, or nothing is to be answered
     */
    static TooBigSettings of(
            boolean answered, int maxFrame, OptionalInt linkMtu, EncapSettings encap) {
        return new TooBigSettings(
                answered,
                longestFrame(maxFrame, linkMtu, encap.overhead(false)),
                longestFrame(maxFrame, linkMtu, encap.overhead(true)));
    }

    private static int longestFrame(int maxFrame, OptionalInt linkMtu, int overhead) {
        if (linkMtu.isEmpty()) {
            return maxFrame;
        }
        int mtu = Math.max(LEAST_MTU, linkMtu.getAsInt() - overhead);
        return Math.min(maxFrame, mtu + ETHERNET_BYTES);
    }
}
