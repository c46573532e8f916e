package io.katran.dataplane.model;

/** The server id among the options of a TCP header. */
final class TcpServerId {
    private static final int TCP_BYTES = 20;
    private static final int OFFSET_AT = 12;
    private static final int END = 0;
    private static final int NOP = 1;
    private static final int SERVER_ID = 0xb7;
    private static final int SERVER_ID_BYTES = 6;
    private static final int MOST_STEPS = 15;

    private TcpServerId() {}

    /** Returns 0 if there is none; an id above 2^31 is negative. */
    static int read(Packet p) {
        int end = p.l4 + (p.u8(p.l4 + OFFSET_AT) >> 4) * 4;
        int at = p.l4 + TCP_BYTES;
        if (end - at < SERVER_ID_BYTES) {
            return 0;
        }
        for (int step = 0; step < MOST_STEPS && at < end; step++) {
            if (!p.has(at + 1) || p.u8(at) == END) {
                return 0;
            }
            int length = 1;
            if (p.u8(at) != NOP) {
                if (end - at < 2 || !p.has(at + 2)) {
                    return 0;
                }
                length = p.u8(at + 1);
                if (length == 0 || length > end - at) {
                    return 0;
                }
            }
            if (p.u8(at) == SERVER_ID) {
                boolean whole = length == SERVER_ID_BYTES && p.has(at + SERVER_ID_BYTES);
                return whole ? Integer.reverseBytes(p.in.getInt(at + 2)) : 0;
            }
            at += length;
        }
        return 0;
    }
}
