/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The whole contract between Java and the decapsulation program of reals: its settings, its
 * counters, its one map.
 */
#ifndef KLB_ABI_DECAP_H
#define KLB_ABI_DECAP_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "anchor.h"
#include "types.h"

/* clang-format off */
enum klb_decap_exit {
	/* 0 is no exit: a packet that is counted there left without saying why, which is a bug. */

	KLB_DECAP_PASS_NOT_IP = 1,	   /* neither IPv4 nor IPv6 */
	KLB_DECAP_PASS_NOT_TUNNEL = 2,	   /* IP, but neither an IP packet inside it nor GUE to our port */
	KLB_DECAP_PASS_STRIPPED_V4 = 3,	   /* outer IPv4 header removed, and UDP header if any */
	KLB_DECAP_PASS_STRIPPED_V6 = 4,	   /* outer IPv6 header removed, and UDP header if any */
	KLB_DECAP_PASS_TRUNCATED_IP = 5,   /* scope vip: frame ends inside the IP header, or behind the UDP header of GUE */
	KLB_DECAP_PASS_IP_OPTIONS = 6,	   /* scope vip: IPv4 options */
	KLB_DECAP_PASS_FRAGMENT = 7,	   /* scope vip: IPv4 or IPv6 fragment */

	KLB_DECAP_DROP_TRUNCATED_ETH = 16, /* frame shorter than an Ethernet header */
	KLB_DECAP_DROP_TRUNCATED_IP = 17,  /* scope host: frame ends inside the IP header, or behind the UDP header of GUE */
	KLB_DECAP_DROP_IP_OPTIONS = 18,	   /* scope host: IPv4 options */
	KLB_DECAP_DROP_FRAGMENT = 19,	   /* scope host: IPv4 or IPv6 fragment */
	KLB_DECAP_DROP_SHRINK = 20,	   /* the driver refused to remove the outer header */

	KLB_DECAP_EXIT_MAX = 32,	   /* length of klb_decap_globals.exit, not an exit */
};
/* clang-format on */

#pragma clang diagnostic push
#pragma clang diagnostic error "-Wpadded"

struct klb_decap_config {
	__u8 scope_host; /* 1: fragments, options and stumps of any packet are dropped; 0: they pass */
	__u8 pad;
	__be16 gue_port; /* UDP port of generic UDP encapsulation; 0: there is none */
};

/* Value of decap_globals: looked up once for each packet. */
struct klb_decap_globals {
	struct klb_count exit[KLB_DECAP_EXIT_MAX]; /* bytes are the frame's length at entry */
};

#pragma clang diagnostic pop

_Static_assert(sizeof(struct klb_decap_config) == 4, "klb_decap_config");
_Static_assert(sizeof(struct klb_decap_globals) == 512, "klb_decap_globals");

const volatile struct klb_decap_config cfg = {};

/*
 * Holds one record for each CPU: all counters.
 * Written by the packet path, read by Java. Per CPU, and XDP is not re-entered: no atomics.
 * Size: 1.
 * Miss: cannot happen.
 */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct klb_decap_globals);
} decap_globals SEC(".maps");

KLB_ABI(enum klb_decap_exit, decap_exit);
KLB_ABI(struct klb_count, count);
KLB_ABI(struct klb_decap_config, decap_config);
KLB_ABI(struct klb_decap_globals, decap_globals);

#endif
