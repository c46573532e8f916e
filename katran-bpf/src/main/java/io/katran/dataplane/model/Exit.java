package io.katran.dataplane.model;

import java.util.Locale;

/** Where a frame leaves the packet path. Every frame leaves by exactly one exit. */
public enum Exit {
    /** Neither IPv4 nor IPv6. */
    PASS_NOT_IP,
    /** TCP or UDP, but no VIP has this address, port and protocol. */
    PASS_NOT_VIP,
    /** An IP protocol other than TCP, UDP and the family's own ICMP. */
    PASS_PROTOCOL,
    /** ICMP that is no echo request. */
    PASS_ICMP,
    /** Scope vip: an echo request to an address that is no VIP's. */
    PASS_ECHO,
    /** Scope vip: the frame ends inside the IP header. */
    PASS_TRUNCATED_IP,
    /** Scope vip: IPv4 options, not to a VIP's address. */
    PASS_IP_OPTIONS,
    /** Scope vip: a fragment, not to a VIP's address. */
    PASS_FRAGMENT,
    /** Scope vip: the frame ends inside the TCP, UDP or ICMP header; not to a VIP's address. */
    PASS_TRUNCATED_L4,

    /** Shorter than an Ethernet header. */
    DROP_TRUNCATED_ETH,
    /** Scope host: the frame ends inside the IP header. */
    DROP_TRUNCATED_IP,
    DROP_IP_OPTIONS,
    DROP_FRAGMENT,
    /** The frame ends inside the TCP, UDP or ICMP header. */
    DROP_TRUNCATED_L4,
    /** An echo request above the rate of replies. */
    DROP_ECHO_LIMIT,
    /** To a VIP and longer than the largest frame. */
    DROP_TOO_BIG,
    /** The VIP's ring is missing or empty. */
    DROP_NO_REAL,
    /** The VIP's state, ring or endpoint does not exist: a fault of the deciding side. */
    DROP_BAD_STATE,
    /** An IPv6 packet for a real with an IPv4 address. */
    DROP_ENCAP_FAMILY,
    /** QUIC: the server id names an endpoint that does not exist: a fault of the deciding side. */
    DROP_QUIC_DEAD_ID,

    /** Encapsulated and sent to a real. */
    TX_VIP,
    /** An echo request, answered. */
    TX_ECHO;

    private final Action action = Action.valueOf(name().substring(0, name().indexOf('_')));
    private final String counterName =
            name().toLowerCase(Locale.ROOT).replaceFirst("_", ".").replace('_', '-');

    public Action action() {
        return action;
    }

    /** The counter's name, as the kernel's packet path reports it: {@code drop.no-real}. */
    public String counterName() {
        return counterName;
    }
}
