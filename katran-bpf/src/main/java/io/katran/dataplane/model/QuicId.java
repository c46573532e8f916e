package io.katran.dataplane.model;

/**
 * What a packet to a QUIC VIP says of its server. The version of QUIC and the protocol of the VIP
 * do not matter: the payload begins 8 bytes into the transport header.
 *
 * @param version of the id's format; 0 without an id
 * @param serverId 0 if there is none
 * @param opensConnection Initial or 0-RTT: the connection id is the client's choice
 */
record QuicId(int version, int serverId, boolean opensConnection) {
    private static final QuicId NONE = new QuicId(0, 0, false);
    private static final QuicId OPENING = new QuicId(0, 0, true);

    private static final int TRANSPORT_BYTES = 8;
    private static final int LONG_HEADER = 0x80;
    private static final int LONG_HEADER_BYTES = 14;
    private static final int SHORT_HEADER_BYTES = 9;
    private static final int LENGTH_AT = 5;
    private static final int SHORTEST_ID = 8;

    static QuicId read(Packet p) {
        int quic = p.l4 + TRANSPORT_BYTES;
        if (!p.has(quic + 1)) {
            return NONE;
        }
        if ((p.u8(quic) & LONG_HEADER) == 0) {
            return p.has(quic + SHORT_HEADER_BYTES) ? decode(p, quic + 1) : NONE;
        }
        if (!p.has(quic + LONG_HEADER_BYTES)) {
            return NONE;
        }
        boolean initialOrZeroRtt = (p.u8(quic) >> 4 & 3) <= 1;
        if (initialOrZeroRtt) {
            return OPENING;
        }
        return p.u8(quic + LENGTH_AT) < SHORTEST_ID ? NONE : decode(p, quic + LENGTH_AT + 1);
    }

    private static QuicId decode(Packet p, int cid) {
        int version = p.u8(cid) >> 6;
        int id =
                switch (version) {
                    case 1 -> (p.u16(cid) & 0x3fff) << 2 | p.u8(cid + 2) >> 6;
                    case 2 -> p.in.getInt(cid) & 0xffffff;
                    case 3 -> p.in.getInt(cid + 1);
                    default -> 0;
                };
        return id > 0 ? new QuicId(version, id, false) : NONE;
    }
}
