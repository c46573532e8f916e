package io.katran.dataplane.model;

import java.util.Locale;

/** What can happen to a packet besides leaving; each is counted at most once a packet. */
public enum Event {
    /** It is for a VIP and not too big. */
    VIP_PACKETS,
    /** The ring named its real. */
    RING_PICK,
    /** A TCP SYN that went to the ring, whether it found a real there or not. */
    MISS_TCP_SYN,
    /** Another TCP packet that did. */
    MISS_TCP_OTHER,
    /** A UDP packet that did. */
    MISS_UDP,
    /** Its flow was found in another CPU's table and copied into this CPU's. */
    PEER_HIT,
    /** Its CPU has no table of its own. */
    FALLBACK_TABLE,
    /** Its flow is not remembered because of the limit of new flows. */
    FLOW_LIMIT,
    /** Its UDP flow was known and idle for longer than the timeout. */
    FLOW_EXPIRED,
    /** Its flow was known, but the endpoint is gone or belongs to another VIP. */
    FLOW_STALE,
    /** A TCP SYN whose ports another CPU knew from an earlier connection, to another real. */
    PEER_CORRECTED,

    /** QUIC: sent to the real that its server id names. */
    QUIC_ROUTED,
    /** QUIC: within a connection; its server id is missing or names no real. */
    QUIC_NOT_ROUTED,
    /** QUIC: opens a connection, so its connection id is the client's. */
    QUIC_INITIAL,
    /** QUIC: its server id names no real. */
    QUIC_ID_UNKNOWN,
    /** QUIC: it has a server id of 16 bits. */
    QUIC_CID_V1,
    /** QUIC: it has a server id of 24 bits. */
    QUIC_CID_V2,
    /** QUIC: it has a server id of 31 bits. */
    QUIC_CID_V3,
    /** QUIC: it was routed, and the table had its flow at that real. */
    QUIC_FLOW_SAME,
    /** QUIC: it was routed, and the table had its flow at another real. */
    QUIC_FLOW_MOVED,
    /** QUIC: it was routed, and the table did not have its flow. */
    QUIC_FLOW_NEW,
    /** TCP: sent to the real that the server id among its options names. */
    TCP_ID_ROUTED,
    /** TCP: no SYN; its server id is missing or names no real. */
    TCP_ID_NOT_ROUTED,
    /** TCP: a SYN, which has no server id. */
    TCP_ID_SYN,
    /** TCP: it was routed, and the table had its flow at another real. */
    TCP_ID_FLOW_MOVED,
    /** UDP: sent to the real that its server id names. */
    UDP_ID_ROUTED,
    /** UDP: its server id is missing or names no real. */
    UDP_ID_NOT_ROUTED,
    /** UDP: its server id names no real. */
    UDP_ID_UNKNOWN,
    /** UDP: its server id names an endpoint that does not exist. */
    UDP_ID_DEAD,
    /** UDP: it is of another type, or too short to have a server id. */
    UDP_ID_OTHER_TYPE;

    private final String counterName = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The counter's name, as the kernel's packet path reports it: {@code ring-pick}. */
    public String counterName() {
        return counterName;
    }
}
