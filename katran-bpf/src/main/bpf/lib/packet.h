/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * struct pkt: what the stages of the balancer know of the packet in hand. A stage reads what earlier
 * stages wrote; the comment of a field names the writer. Helpers get copies of its parts, never
 * pointers into it: the compiler can then keep most of it in registers.
 */
#ifndef KLB_PACKET_H
#define KLB_PACKET_H

#include <stdbool.h>
#include <linux/bpf.h>
#include <linux/types.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "../abi/config.h"
#include "../abi/counters.h"
#include "../abi/types.h"
#include "cursor.h"

struct pkt {
	struct xdp_md *ctx;
	struct klb_globals *globals; /* open: this CPU's counters */
	struct cursor at;	     /* parse: behind the headers parsed so far */
	__u64 now;		     /* packet_time(): 0 until somebody asks */

	struct klb_vip_key vip; /* parse_ip: destination, protocol; parse_l4: port */
	struct klb_flow_key
		flow;	     /* parse_*: source and ports; match_vip: VIP, unwanted ports zero */
	__be16 entropy_port; /* match_vip: source port for the outer header */

	void *l4;	 /* parse_l4: transport header */
	__u64 frame_len; /* open */
	__u32 ip_len;	 /* parse_ip: length of the IP packet by its own header */
	__u8 tos;	 /* parse_ip: TOS or traffic class */
	bool is_ip6;	 /* parse_ip */
	bool is_syn;	 /* parse_l4: TCP with SYN, so SYN-ACK too */
	bool is_rst;	 /* parse_l4: TCP with RST */

	__u16 vip_flags;   /* match_vip: enum klb_vip_flag */
	__u16 ring;	   /* match_vip: the VIP's ring or KLB_RING_NONE */
	__u32 region_base; /* match_vip: endpoint id of the VIP's first real */

	void *table; /* find_flow: this CPU's connection table; NULL: the shared one */
	const struct klb_endpoint *endpoint; /* find_flow or pick_from_ring; NULL: none yet */
	__u32 endpoint_id;		     /* goes with endpoint */

	enum klb_exit exit; /* leave_by(): why and how the packet leaves */
};

/*
 * CLOCK_MONOTONIC as of the first call for this packet. The coarse clock is a few milliseconds
 * late, so compare times signed: an older program may have written with the fine one.
 */
static __always_inline __u64 packet_time(struct pkt *p)
{
	if (!p->now)
		p->now = cfg.coarse_clock ? bpf_ktime_get_coarse_ns() : bpf_ktime_get_ns();
	return p->now;
}

/* An IPv4 address in the form of all keys: ::ffff:a.b.c.d. */
static __always_inline void map_ip4(__be32 to[4], __be32 addr)
{
	to[0] = 0;
	to[1] = 0;
	to[2] = bpf_htonl(0xffff);
	to[3] = addr;
}

static __always_inline bool vip_has(const struct pkt *p, enum klb_vip_flag flag)
{
	return p->vip_flags & flag;
}

#endif
