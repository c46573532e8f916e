/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Every number that the balancer counts for the host as a whole. A packet leaves by exactly one
 * exit; the prefix of the exit's name is the verdict, and verdict totals are sums over prefixes.
 * Events are counted besides the exit, any number of them for a packet.
 *
 * The numbers are the contract, the trailing comments are the text of the metrics reference. A
 * number is never used twice: a counter that goes away stays as KLB_..._RETIRED_n.
 */
#ifndef KLB_COUNTERS_H
#define KLB_COUNTERS_H

#include <linux/types.h>

#include "types.h"

/* clang-format off */
enum klb_exit {
	/* 0 is no exit: a packet that is counted there left without saying why, which is a bug. */

	KLB_PASS_NOT_IP = 1,		/* neither IPv4 nor IPv6: ARP, VLAN, LLDP and the like */
	KLB_PASS_NOT_VIP = 2,		/* TCP or UDP, but no VIP has this address, port and protocol */
	KLB_PASS_PROTOCOL = 3,		/* IP protocol other than TCP, UDP and the family's own ICMP */
	KLB_PASS_ICMP = 4,		/* ICMP that is no echo request */
	KLB_PASS_ECHO = 5,		/* scope vip: echo request to an address that is no VIP's */
	KLB_PASS_TRUNCATED_IP = 6,	/* scope vip: frame ends inside the IP header */
	KLB_PASS_IP_OPTIONS = 7,	/* scope vip: IPv4 options, destination is no VIP's address */
	KLB_PASS_FRAGMENT = 8,		/* scope vip: fragment, destination is no VIP's address */
	KLB_PASS_TRUNCATED_L4 = 9,	/* scope vip: frame ends inside the TCP, UDP or ICMP header, destination is no VIP's address */

	KLB_DROP_TRUNCATED_ETH = 16,	/* frame shorter than an Ethernet header */
	KLB_DROP_TRUNCATED_IP = 17,	/* scope host: frame ends inside the IP header */
	KLB_DROP_IP_OPTIONS = 18,	/* IPv4 options: not balanced */
	KLB_DROP_FRAGMENT = 19,		/* IPv4 or IPv6 fragment: not balanced */
	KLB_DROP_TRUNCATED_L4 = 20,	/* frame ends inside the TCP, UDP or ICMP header */
	KLB_DROP_ECHO_LIMIT = 21,	/* echo request above the rate of replies */
	KLB_DROP_TOO_BIG = 22,		/* VIP packet longer than max-frame */
	KLB_DROP_NO_REAL = 23,		/* the VIP has no real with a weight, so its ring is missing or empty */
	KLB_DROP_BAD_STATE = 24,	/* the VIP's number, ring or endpoint does not exist: a fault of the control plane */
	KLB_DROP_ENCAP_FAMILY = 25,	/* IPv6 packet for a real with an IPv4 address */
	KLB_DROP_HEADROOM_V4 = 26,	/* no room in front of the frame for the IPv4 header */
	KLB_DROP_HEADROOM_V6 = 27,	/* no room in front of the frame for the IPv6 header */

	KLB_DROP_QUIC_DEAD_ID = 40,	/* the server id of a QUIC packet names an endpoint that is not in use: a fault of the control plane */

	KLB_TX_VIP = 48,		/* encapsulated and sent to a real */
	KLB_TX_ECHO = 49,		/* echo request answered */

	KLB_EXIT_MAX = 64,		/* length of klb_globals.exit, not an exit */
};

enum klb_event {
	KLB_EVENT_VIP_PACKETS = 0,	/* packets to a VIP that are not too big */
	KLB_EVENT_RING_PICK = 1,	/* packets for which the ring named the real */
	KLB_EVENT_MISS_TCP_SYN = 2,	/* TCP SYNs that went to the ring */
	KLB_EVENT_MISS_TCP_OTHER = 3,	/* TCP packets without SYN that went to the ring */
	KLB_EVENT_MISS_UDP = 4,		/* UDP packets that went to the ring */
	KLB_EVENT_PEER_HIT = 5,		/* flows found in another CPU's connection table and copied into this CPU's */
	KLB_EVENT_FALLBACK_TABLE = 6,	/* packets that used the shared table because their CPU has none */
	KLB_EVENT_FLOW_LIMIT = 7,	/* flows not remembered because of the limit of new flows */
	KLB_EVENT_FLOW_EXPIRED = 8,	/* UDP flows found but idle for longer than the timeout */
	KLB_EVENT_FLOW_STALE = 9,	/* flows found whose endpoint is gone or belongs to another VIP */
	KLB_EVENT_FLOW_INSERT_FAILED = 10, /* flows that the kernel refused to store */
	KLB_EVENT_PEER_CORRECTED = 11,	/* SYNs whose flow had other entries on other CPUs, from an earlier connection */

	KLB_EVENT_QUIC_ROUTED = 32,	/* QUIC packets sent to the real that their server id names */
	KLB_EVENT_QUIC_NOT_ROUTED = 33,	/* QUIC packets within a connection whose server id is missing or names no real */
	KLB_EVENT_QUIC_INITIAL = 34,	/* QUIC packets that open a connection: Initial and 0-RTT */
	KLB_EVENT_QUIC_ID_UNKNOWN = 35,	/* QUIC packets with a server id that names no real */
	KLB_EVENT_QUIC_CID_V1 = 36,	/* QUIC packets with a server id in a connection id of version 1 */
	KLB_EVENT_QUIC_CID_V2 = 37,	/* QUIC packets with a server id in a connection id of version 2 */
	KLB_EVENT_QUIC_CID_V3 = 38,	/* QUIC packets with a server id in a connection id of version 3 */
	KLB_EVENT_QUIC_FLOW_SAME = 39,	/* routed QUIC packets whose flow was remembered at that real */
	KLB_EVENT_QUIC_FLOW_MOVED = 40,	/* routed QUIC packets whose flow was remembered at another real */
	KLB_EVENT_QUIC_FLOW_NEW = 41,	/* routed QUIC packets whose flow was not remembered */
	KLB_EVENT_TCP_ID_ROUTED = 42,	/* TCP packets sent to the real that the server id among their options names */
	KLB_EVENT_TCP_ID_NOT_ROUTED = 43, /* TCP packets without SYN whose server id is missing or names no real */
	KLB_EVENT_TCP_ID_SYN = 44,	/* TCP SYNs, which have no server id */
	KLB_EVENT_TCP_ID_FLOW_MOVED = 45, /* routed TCP packets whose flow was remembered at another real */
	KLB_EVENT_UDP_ID_ROUTED = 46,	/* packets of UDP stable routing sent to the real that their server id names */
	KLB_EVENT_UDP_ID_NOT_ROUTED = 47, /* packets to a VIP of UDP stable routing whose server id is missing or names no real */
	KLB_EVENT_UDP_ID_UNKNOWN = 48,	/* packets of UDP stable routing with a server id that names no real */
	KLB_EVENT_UDP_ID_DEAD = 49,	/* packets of UDP stable routing with a server id that names an endpoint not in use */
	KLB_EVENT_UDP_ID_OTHER_TYPE = 50, /* packets to a VIP of UDP stable routing that are of another type or too short */

	KLB_EVENT_MAX = 64,		/* length of klb_globals.event, not an event */
};
/* clang-format on */

#pragma clang diagnostic push
#pragma clang diagnostic error "-Wpadded"

/* Value of globals: looked up once for each packet. */
struct klb_globals {
	struct klb_count exit[KLB_EXIT_MAX]; /* bytes are the frame's length at entry */
	__u64 event[KLB_EVENT_MAX];
};

#pragma clang diagnostic pop

_Static_assert(sizeof(struct klb_globals) == 1536, "klb_globals");

#endif
