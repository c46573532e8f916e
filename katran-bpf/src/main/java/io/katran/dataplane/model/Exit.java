package io.katran.dataplane.model;

import java.util.Locale;

/** Where a frame leaves the packet path. Every frame leaves by exactly one exit. */
public enum Exit {
    /** Neither IPv4 nor IPv6. */
    PASS_NOT_IP,
    /** TCP or UDP, but no VIP has this address, port and protocol; or an error about such. */
    PASS_NOT_VIP,
    /** An IP protocol other than TCP, UDP and the family's own ICMP. */
    PASS_PROTOCOL,
    /** ICMP that is neither an echo request nor an error about TCP or UDP. */
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
    /** Scope vip: an ICMP error that quotes too little, and no flow of a VIP's address. */
    PASS_BAD_QUOTE,

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
    /** To a VIP, too long for the way to its real, and not answered. */
    DROP_TOO_BIG,
    /** The same above the rate of answers. */
    DROP_TOO_BIG_LIMIT,
    /** An ICMP error whose quoted packet ends before its ports, or has IPv4 options. */
    DROP_BAD_QUOTE,
    /** The VIP's ring is missing or empty. */
    DROP_NO_REAL,
    /** The VIP's state, ring or endpoint does not exist: a fault of the deciding side. */
    DROP_BAD_STATE,

    /** Encapsulated and sent to a real. */
    TX_VIP,
    /** An echo request, answered. */
    TX_ECHO,
    /** A too long IPv4 packet, answered. */
    TX_TOO_BIG_V4,
    /** A too long IPv6 packet, answered. */
    TX_TOO_BIG_V6;

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
