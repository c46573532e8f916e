/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * ICMP errors about a VIP's flow. They come from routers on the way of the real's replies and quote
 * the beginning of such a reply, whose source is the VIP. So the roles of the quoted addresses change
 * places, and from here on the error is a packet of the client's flow: the same look-up, the same
 * hash, the same real. It is sent there whole; length and TOS stay those of the error.
 *
 * Assumes the cursor behind the ICMP header. Map: vip_addrs (through scope.h). Exits: PASS_NOT_VIP,
 * PASS_ and DROP_BAD_QUOTE. Events: FRAG_NEEDED_V4, TOO_BIG_V6 and their _SMALL.
 */
#ifndef KLB_ICMP_ERROR_H
#define KLB_ICMP_ERROR_H

#include <stdbool.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <bpf/bpf_endian.h>

#include "cursor.h"
#include "ip.h"
#include "packet.h"
#include "scope.h"
#include "stats.h"

/* Errors that end or shrink a flow; those of a passing state, as an exceeded TTL, are no news. */
static __always_inline bool icmp_is_error(const struct icmp_header *icmp, bool is_ip6)
{
	if (is_ip6)
		return icmp->type == ICMP6_UNREACHABLE || icmp->type == ICMP6_TOO_BIG;
	return icmp->type == ICMP4_UNREACHABLE;
}

/* An MTU that no path should have tells of tunnels in tunnels, or of an attack. */
static __always_inline void count_mtu_news(struct pkt *p, const struct icmp_header *icmp)
{
	__u32 rest = bpf_ntohl(icmp->rest);

	if (p->is_ip6 && icmp->type == ICMP6_TOO_BIG) {
		count_event(p, KLB_EVENT_TOO_BIG_V6);
		if (rest < IP6_MIN_MTU)
			count_event(p, KLB_EVENT_TOO_BIG_V6_SMALL);
	} else if (!p->is_ip6 && icmp->code == ICMP4_FRAG_NEEDED) {
		count_event(p, KLB_EVENT_FRAG_NEEDED_V4);
		if ((__u16)rest < IP6_MIN_MTU)
			count_event(p, KLB_EVENT_FRAG_NEEDED_V4_SMALL);
	}
}

static __always_inline __verdict enum verdict parse_quoted_ip4(struct pkt *p)
{
	struct iphdr *ip = p->at.pos;

	if (!step_over(&p->at, sizeof(*ip))) /* whose it is, the error's own destination says */
		return refuse(p, KLB_DROP_BAD_QUOTE, KLB_PASS_BAD_QUOTE);
	map_ip4(p->flow.src, ip->daddr);
	map_ip4(p->vip.addr, ip->saddr);
	p->vip.proto = ip->protocol;
	if (ip4_has_options(ip))
		return refuse(p, KLB_DROP_BAD_QUOTE, KLB_PASS_BAD_QUOTE);
	return NEXT;
}

static __always_inline __verdict enum verdict parse_quoted_ip6(struct pkt *p)
{
	struct ipv6hdr *ip = p->at.pos;

	if (!step_over(&p->at, sizeof(*ip)))
		return refuse(p, KLB_DROP_BAD_QUOTE, KLB_PASS_BAD_QUOTE);
	__builtin_memcpy(p->flow.src, &ip->daddr, sizeof(p->flow.src));
	__builtin_memcpy(p->vip.addr, &ip->saddr, sizeof(p->vip.addr));
	p->vip.proto = ip->nexthdr;
	if (ip6_is_mapped_ip4(&ip->saddr)) /* it would look like the IPv4 VIP in our keys */
		return pass(p, KLB_PASS_NOT_VIP);
	return NEXT;
}

static __always_inline __verdict enum verdict follow_quote(struct pkt *p,
							   const struct icmp_header *icmp)
{
	count_mtu_news(p, icmp);
	p->is_quote = true;
	return p->is_ip6 ? parse_quoted_ip6(p) : parse_quoted_ip4(p);
}

#endif
