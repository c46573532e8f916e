/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Decapsulation on a real: finds an IP packet inside an IP packet, or behind the UDP header of GUE
 * variant 1, and removes what is in front of it. The inner packet is looked at by nobody here, but for
 * the version that GUE does not tell; it goes to the kernel as if it had come like that. Both MAC
 * addresses stay. The outer UDP checksum does not count. Fragments and IPv4 options: see ip.h.
 *
 * Map: decap_globals. Exits: all of enum klb_decap_exit.
 */
#ifndef KLB_STRIP_H
#define KLB_STRIP_H

#include <stdbool.h>
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "../abi/decap.h"
#include "cursor.h"
#include "eth.h"
#include "ip.h"
#include "verdict.h"

/* What the stages know of the packet. */
struct pkt {
	struct xdp_md *ctx;
	struct klb_decap_globals *globals; /* open: this CPU's counters */
	struct cursor at;		   /* parse_outer: behind the outer header */
	__u64 frame_len;		   /* open */
	__u32 outer_len;		   /* parse_outer: length of the outer IP header */
	__u8 proto;			   /* parse_outer: what the outer header says is inside */
	enum klb_decap_exit exit;	   /* why the packet leaves */
};

static __always_inline __verdict enum verdict leave(struct pkt *p, enum verdict verdict,
						    enum klb_decap_exit exit)
{
	p->exit = exit;
	return verdict;
}

/* Leaves with a packet that we do not take apart: whether the kernel gets it is a setting. */
static __always_inline __verdict enum verdict refuse(struct pkt *p, enum klb_decap_exit klb_drop,
						     enum klb_decap_exit klb_pass)
{
	return cfg.scope_host ? leave(p, VERDICT_DROP, klb_drop) : leave(p, VERDICT_PASS, klb_pass);
}

static __always_inline __verdict enum verdict stage_open(struct pkt *p)
{
	__u32 zero = 0;

	p->globals = bpf_map_lookup_elem(&decap_globals, &zero);
	if (!p->globals)
		return VERDICT_DROP; /* cannot happen, and leaves nowhere to count it */
	p->at = cursor_at_start(p->ctx);
	p->frame_len = p->at.end - p->at.pos;
	return NEXT;
}

static __always_inline __verdict enum verdict parse_outer4(struct pkt *p)
{
	struct iphdr *ip = p->at.pos;

	if (!step_over(&p->at, sizeof(*ip)))
		return refuse(p, KLB_DECAP_DROP_TRUNCATED_IP, KLB_DECAP_PASS_TRUNCATED_IP);
	if (ip4_has_options(ip))
		return refuse(p, KLB_DECAP_DROP_IP_OPTIONS, KLB_DECAP_PASS_IP_OPTIONS);
	if (ip4_is_fragment(ip))
		return refuse(p, KLB_DECAP_DROP_FRAGMENT, KLB_DECAP_PASS_FRAGMENT);
	p->proto = ip->protocol;
	p->outer_len = sizeof(*ip);
	return NEXT;
}

static __always_inline __verdict enum verdict parse_outer6(struct pkt *p)
{
	struct ipv6hdr *ip = p->at.pos;

	if (!step_over(&p->at, sizeof(*ip)))
		return refuse(p, KLB_DECAP_DROP_TRUNCATED_IP, KLB_DECAP_PASS_TRUNCATED_IP);
	if (ip6_is_fragment(ip))
		return refuse(p, KLB_DECAP_DROP_FRAGMENT, KLB_DECAP_PASS_FRAGMENT);
	p->proto = ip->nexthdr;
	p->outer_len = sizeof(*ip);
	return NEXT;
}

static __always_inline __verdict enum verdict stage_parse_outer(struct pkt *p)
{
	struct eth_header *eth = p->at.pos;

	if (!step_over(&p->at, sizeof(*eth)))
		return leave(p, VERDICT_DROP, KLB_DECAP_DROP_TRUNCATED_ETH);
	if (eth->type == bpf_htons(ETH_P_IP))
		return parse_outer4(p);
	if (eth->type == bpf_htons(ETH_P_IPV6))
		return parse_outer6(p);
	return leave(p, VERDICT_PASS, KLB_DECAP_PASS_NOT_IP);
}

/* Moves the Ethernet header up to the inner packet and cuts off what is then in front of it. */
static __always_inline __verdict enum verdict strip(struct pkt *p, __u32 outer_len,
						    bool inner_is_ip6, enum klb_decap_exit stripped)
{
	struct cursor at = cursor_at_start(p->ctx);
	struct eth_header *eth = at.pos;
	struct eth_header *moved = at.pos + outer_len;

	if (!step_over(&at, sizeof(*eth) + outer_len))
		return leave(p, VERDICT_DROP, KLB_DECAP_DROP_TRUNCATED_IP);
	moved->source = eth->source;
	moved->dest = eth->dest;
	moved->type = inner_is_ip6 ? bpf_htons(ETH_P_IPV6) : bpf_htons(ETH_P_IP);
	if (bpf_xdp_adjust_head(p->ctx, outer_len))
		return leave(p, VERDICT_DROP, KLB_DECAP_DROP_SHRINK);
	return leave(p, VERDICT_PASS, stripped);
}

/* The sizes are constants for each call, so that the verifier can follow. */
static __always_inline __verdict enum verdict strip_outer(struct pkt *p, __u32 udp_len,
							  bool inner_is_ip6)
{
	if (p->outer_len == sizeof(struct iphdr))
		return strip(p, sizeof(struct iphdr) + udp_len, inner_is_ip6,
			     KLB_DECAP_PASS_STRIPPED_V4);
	return strip(p, sizeof(struct ipv6hdr) + udp_len, inner_is_ip6, KLB_DECAP_PASS_STRIPPED_V6);
}

static __always_inline __verdict enum verdict strip_gue(struct pkt *p)
{
	struct udphdr *udp = p->at.pos;
	__u8 *inner = p->at.pos + sizeof(*udp);

	if (!step_over(&p->at, sizeof(*udp)) || udp->dest != cfg.gue_port)
		return leave(p, VERDICT_PASS, KLB_DECAP_PASS_NOT_TUNNEL);
	if (!step_over(&p->at, sizeof(*inner)))
		return refuse(p, KLB_DECAP_DROP_TRUNCATED_IP, KLB_DECAP_PASS_TRUNCATED_IP);
	if (*inner >> 4 == 6)
		return strip_outer(p, sizeof(*udp), true);
	if (*inner >> 4 == IPVERSION)
		return strip_outer(p, sizeof(*udp), false);
	return leave(p, VERDICT_PASS, KLB_DECAP_PASS_NOT_TUNNEL); /* GUE, but not variant 1 */
}

static __always_inline __verdict enum verdict stage_strip(struct pkt *p)
{
	if (p->proto == IPPROTO_UDP && cfg.gue_port)
		return strip_gue(p);
	if (p->proto != IPPROTO_IPIP && p->proto != IPPROTO_IPV6)
		return leave(p, VERDICT_PASS, KLB_DECAP_PASS_NOT_TUNNEL);
	return strip_outer(p, 0, p->proto == IPPROTO_IPV6);
}

static __always_inline int count_exit(struct pkt *p, enum verdict verdict)
{
	__u64 number = p->exit;

	if (p->globals) {
		struct klb_count *exit;

		barrier_var(number); /* the verifier may have lost sight of it: show the bound */
		exit = &p->globals->exit[number & (KLB_DECAP_EXIT_MAX - 1)];
		exit->packets++;
		exit->bytes += p->frame_len;
	}
	return verdict;
}

#endif
