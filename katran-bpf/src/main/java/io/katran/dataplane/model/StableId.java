package io.katran.dataplane.model;

/** The server id of UDP stable routing. */
final class StableId {
    private static final int UDP_BYTES = 8;
    private static final int TYPE = 0x52;
    private static final int SHORTEST = 8;

    private StableId() {}

    /** Returns the id, 0 included; -1 if the payload has none. */
    static int read(Packet p) {
        int payload = p.l4 + UDP_BYTES;
        if (!p.has(payload + SHORTEST) || p.u8(payload) != TYPE) {
            return -1;
        }
        return p.in.getInt(payload) & 0xffffff;
    }
}
