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
    /** ICMP "fragmentation needed", whatever flow it is about. */
    FRAG_NEEDED_V4,
    /** Of those, with an MTU below 1280. */
    FRAG_NEEDED_V4_SMALL,
    /** ICMPv6 "packet too big", whatever flow it is about. */
    TOO_BIG_V6,
    /** Of those, with an MTU below 1280. */
    TOO_BIG_V6_SMALL;

    private final String counterName = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The counter's name, as the kernel's packet path reports it: {@code ring-pick}. */
    public String counterName() {
        return counterName;
    }
}
