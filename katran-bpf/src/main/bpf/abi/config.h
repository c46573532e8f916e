/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Settings that are fixed when the program is loaded. The loader writes them into the read-only
 * data before the load, the verifier then takes them for constants and removes the branches that
 * they switch off: an unused feature costs nothing.
 *
 * The initial values are the product's defaults, so the object also loads as it is.
 */
#ifndef KLB_CONFIG_H
#define KLB_CONFIG_H

#include <linux/types.h>
#include <bpf/bpf_endian.h>

#include "types.h"

#pragma clang diagnostic push
#pragma clang diagnostic error "-Wpadded"

struct klb_config {
	/* Hashing: equal on every balancer of an ECMP group, whatever the sizes of the tables. */
	__u32 ring_size;  /* slots of a ring; a prime */
	__u32 ring_lines; /* lines of a ring: ring_size / KLB_LINE_SLOTS, rounded up */
	__u32 seed_ports; /* seed of the flow hash */
	__u32 seed_v6;	  /* seed of the hash over an IPv6 source address */

	/* Connection table. */
	__u64 udp_timeout_ns; /* an entry idle for longer than this is a miss */
	__u32 new_flow_limit; /* flows that one CPU remembers in a second */
	__u32 conn_cpus;      /* highest CPU that has a table, plus 1; 0 or 1: ask no other CPU */

	__u32 max_frame;  /* longest frame to a VIP that is balanced, with its Ethernet header */
	__u32 echo_rate;  /* echo replies a second and CPU; 0: no limit */
	__u32 echo_burst; /* echo replies at once after a pause */

	__u8 scope_host;   /* 1: fragments, options, echo... of the whole host; 0: of VIPs only */
	__u8 conn_kind;	   /* enum klb_conn_kind */
	__u8 coarse_clock; /* 1: the kernel has bpf_ktime_get_coarse_ns (5.11) */
	__u8 copy_tos;	   /* 1: the outer header takes over the inner TOS or traffic class */
	__u8 outer_ttl;	   /* TTL or hop limit of every header that we write */
	__u8 pad;
	__u16 src4_prefix;     /* first half of an outer IPv4 source */
	__be32 src6_prefix[3]; /* first three quarters of an outer IPv6 source */

	__u8 tcp_server_id; /* 1: TCP packets are routed by the server id among their options */
	__u8 udp_stable;    /* 1: VIPs with KLB_VIP_F_UDP_STABLE route by the server id */
	__u8 pad2[6];
};

#pragma clang diagnostic pop

_Static_assert(sizeof(struct klb_config) == 72, "klb_config");

const volatile struct klb_config cfg = {
	.ring_size = 65537,
	.ring_lines = 2049,
	.seed_ports = 33554944,
	.seed_v6 = 512,
	.udp_timeout_ns = 30000000000ULL,
	.new_flow_limit = 125000,
	.conn_cpus = 0,
	.max_frame = 1514,
	.echo_rate = 10000,
	.echo_burst = 10000,
	.scope_host = 0,
	.conn_kind = KLB_CONN_KERNEL_LRU,
	.coarse_clock = 0,
	.copy_tos = 1,
	.outer_ttl = 64,
	.src4_prefix = 0xac10,			/* 172.16 */
	.src6_prefix = {bpf_htonl(0x01000000)}, /* 100::/96 */
	.tcp_server_id = 0,
	.udp_stable = 0,
};

#endif
