/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The shapes of everything that both the packet path and Java read or write.
 *
 * Rules: every struct is padded by hand and its size asserted; addresses are always 16 bytes in
 * network byte order, IPv4 as ::ffff:a.b.c.d, so that the two families can never collide; __be16
 * and __be32 fields are in network byte order, __u* fields in host byte order. Java reads the
 * offsets from the object's BTF, so a field may move but must not change its meaning silently.
 */
#ifndef KLB_TYPES_H
#define KLB_TYPES_H

#include <linux/types.h>

#pragma clang diagnostic push
#pragma clang diagnostic error "-Wpadded"

/* Numbers that are part of the contract and are neither flags nor counters. */
enum klb_const {
	KLB_ABI_VERSION = 1,	 /* raised whenever the meaning of anything in abi/ changes */
	KLB_LINE_SLOTS = 32,	 /* ring slots in one klb_ring_line (64 bytes) */
	KLB_CPUS_MAX = 1024,	 /* upper limit of klb_config.conn_cpus */
	KLB_RING_NONE = 0xffff,	 /* klb_vip_state.ring of a VIP without a real to send to */
	KLB_SLOT_EMPTY = 0xffff, /* klb_ring_line.slot that names no real */
	KLB_VIP_ANY = 0xffff,	 /* klb_endpoint.vip of an endpoint that all VIPs may send to */
};

/* VIP flags that this program acts on; any other bit is inert. */
enum klb_vip_flag {
	KLB_VIP_F_NO_SRC_PORT = 1, /* the client's port counts as 0 */
	KLB_VIP_F_NO_LRU = 2,	   /* the connection table is neither read nor written */
	KLB_VIP_F_QUIC = 4,	   /* packets are routed by the server id in QUIC connection ids */
	KLB_VIP_F_DPORT_HASH = 8,  /* only the destination port decides; no flow is remembered */
	KLB_VIP_F_SRC_DST_PORT = 128, /* a port-0 VIP keeps the destination port in the tuple */
	KLB_VIP_F_UDP_STABLE = 256,   /* UDP packets are routed by a server id; see klb_config */
};

enum klb_endpoint_flag {
	KLB_ENDPOINT_IPV6 = 0x01,  /* the real has an IPv6 address */
	KLB_ENDPOINT_LOCAL = 0x02, /* the real is this host */
	KLB_ENDPOINT_VALID = 0x80, /* the entry is in use; without it nothing is sent there */
};

enum klb_flow_state {
	KLB_FLOW_HALF_OPEN = 1, /* only TCP SYNs were seen */
	KLB_FLOW_OPEN = 2,	/* UDP, or TCP with a packet that was no SYN */
};

/* Values of klb_config.conn_kind. */
enum klb_conn_kind {
	KLB_CONN_NONE = 0,	 /* no connection table: the ring decides every packet */
	KLB_CONN_KERNEL_LRU = 1, /* one kernel LRU hash per CPU */
};

/* Key of vip_map. Port 0 matches every port that has no entry of its own. */
struct klb_vip_key {
	__be32 addr[4];
	__be16 port;
	__u8 proto; /* IPPROTO_TCP or IPPROTO_UDP */
	__u8 pad;
};

/* Value of vip_map: a VIP's number, which is the index of its entry in vip_state. */
struct klb_vip_ref {
	__u32 number;
};

/* Key of vip_addrs: the address of at least one VIP. */
struct klb_vip_addr {
	__be32 addr[4];
};

/*
 * Value of vip_state: what a packet needs to know of its VIP. Read and published as one 64-bit
 * word, so that no packet ever combines an old ring with a new region.
 */
struct klb_vip_state {
	__u32 region_base; /* endpoint id of the VIP's real at position 0 */
	__u16 ring;	   /* number of the ring in use, or KLB_RING_NONE */
	__u16 flags;	   /* enum klb_vip_flag */
};

/* Value of rings: one cache line of a ring. */
struct klb_ring_line {
	__u16 slot[KLB_LINE_SLOTS]; /* position of the real within its VIP, or KLB_SLOT_EMPTY */
};

/* Value of endpoints: one real as seen by one VIP. */
struct klb_endpoint {
	__be32 addr[4];
	__u32 real; /* number of the real */
	__u32 vip;  /* number of the VIP that may send here, or KLB_VIP_ANY */
	/*
	 * IPv4 reals: the sum of the constant big-endian 16-bit words of the outer header, that is
	 * 0x4500, (ttl << 8 | protocol), the first half of the outer source and both halves of addr.
	 * Unfolded. IPv6 reals: 0.
	 */
	__u32 outer_csum;
	__u8 flags; /* enum klb_endpoint_flag */
	__u8 pad[3];
};

/* A pair of counters: value of endpoint_count, and part of klb_globals. */
struct klb_count {
	__u64 packets;
	__u64 bytes;
};

/* Key of server_ids: an id, as a number of the host. */
struct klb_server_id {
	__u32 id;
};

/* Value of server_ids: the endpoints of the real that an id names. */
struct klb_server {
	__u32 endpoint_v4; /* endpoint id for IPv4 packets */
	__u32 endpoint_v6; /* endpoint id for IPv6 packets */
};

/* Value of vip_sid_count: what server ids did for a VIP. */
struct klb_sid_count {
	struct klb_count shared; /* sent to endpoints of KLB_VIP_ANY, which count by real alone */
	__u64 opened;		 /* packets that open a connection, and so have no id: QUIC, TCP */
	__u64 moved; /* flows that were remembered at another real than their id names */
};

/*
 * Key of a connection table: the flow as the hash sees it, after the VIP's flags have removed the
 * ports that must not count. The VIP stands for destination address and protocol.
 */
struct klb_flow_key {
	__be32 src[4];
	__be16 sport;
	__be16 dport;
	__u32 vip;
};

/* Value of a connection table. */
struct klb_flow {
	__u32 endpoint; /* endpoint id */
	__u32 state;	/* enum klb_flow_state */
	__u64 seen_ns;	/* CLOCK_MONOTONIC; UDP: last packet, TCP: when the entry was written */
};

/* Value of conn_roaming: what the CPUs tell each other of flows that change CPU. */
struct klb_conn_roaming {
	__u64 until_ns; /* CLOCK_MONOTONIC; until then SYNs look after the other CPUs' entries */
};

/* Value of control: what changes while packets flow and is no decision. */
struct klb_control {
	__u64 gateway_mac; /* 6 bytes in the order of the wire, then two zero bytes */
};

/* Value of limiters: the state of the rate limiters of one CPU. These are not counters. */
struct klb_limiters {
	__u64 window_start_ns; /* new flows: start of the current window of one second */
	__u32 window_count;    /* new flows: asked for in this window */
	__u32 pad;
	__u64 echo_due_ns; /* echo: when the bucket will be full again */
};

#pragma clang diagnostic pop

_Static_assert(sizeof(struct klb_vip_key) == 20, "klb_vip_key");
_Static_assert(sizeof(struct klb_vip_ref) == 4, "klb_vip_ref");
_Static_assert(sizeof(struct klb_vip_addr) == 16, "klb_vip_addr");
_Static_assert(sizeof(struct klb_vip_state) == 8, "klb_vip_state");
_Static_assert(sizeof(struct klb_ring_line) == 64, "klb_ring_line");
_Static_assert(sizeof(struct klb_endpoint) == 32, "klb_endpoint");
_Static_assert(sizeof(struct klb_count) == 16, "klb_count");
_Static_assert(sizeof(struct klb_server_id) == 4, "klb_server_id");
_Static_assert(sizeof(struct klb_server) == 8, "klb_server");
_Static_assert(sizeof(struct klb_sid_count) == 32, "klb_sid_count");
_Static_assert(sizeof(struct klb_flow_key) == 24, "klb_flow_key");
_Static_assert(sizeof(struct klb_flow) == 16, "klb_flow");
_Static_assert(sizeof(struct klb_conn_roaming) == 8, "klb_conn_roaming");
_Static_assert(sizeof(struct klb_control) == 8, "klb_control");
_Static_assert(sizeof(struct klb_limiters) == 24, "klb_limiters");

#endif
