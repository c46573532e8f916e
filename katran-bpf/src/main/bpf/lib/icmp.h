/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * ICMP and ICMPv6: echo requests are answered here, whoever asks, because a VIP's address exists on
 * every balancer and on every real, and only the balancer is asked. Errors go on, as packets of the
 * flow that they quote. All else passes. A protocol number counts only in its own family: 58 in IPv4
 * and 1 in IPv6 are unknown protocols.
 *
 * Assumes the cursor at the transport header. Maps: vip_addrs, limiters. Exits: TX_ECHO,
 * DROP_ECHO_LIMIT, PASS_ECHO, PASS_ICMP; PASS_ and DROP_TRUNCATED_L4; those of icmp_error.h.
 */
#ifndef KLB_ICMP_H
#define KLB_ICMP_H

#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <bpf/bpf_endian.h>

#include "../abi/config.h"
#include "csum.h"
#include "cursor.h"
#include "eth.h"
#include "icmp_error.h"
#include "ip.h"
#include "limit.h"
#include "packet.h"
#include "scope.h"
#include "stats.h"

/* The addresses change places, which no checksum notices; only type and TTL do. */
static __always_inline __verdict enum verdict answer_echo4(struct pkt *p)
{
	struct cursor at = cursor_at_start(p->ctx);
	struct eth_header *eth = at.pos;
	struct iphdr *ip = at.pos + sizeof(*eth);
	struct icmp_header *icmp = at.pos + sizeof(*eth) + sizeof(*ip);
	__be32 was_saddr;

	if (!step_over(&at, sizeof(*eth) + sizeof(*ip) + sizeof(*icmp)))
		return drop(p, KLB_DROP_TRUNCATED_L4);
	swap_macs(eth);
	was_saddr = ip->saddr;
	ip->saddr = ip->daddr;
	ip->daddr = was_saddr;
	ip->ttl = cfg.outer_ttl;
	ip->check = csum_ip4_header(ip);
	icmp->type = ICMP4_ECHO_REPLY;
	icmp->checksum =
		csum_word_shrank(icmp->checksum, (ICMP4_ECHO_REQUEST - ICMP4_ECHO_REPLY) << 8);
	return transmit(p, KLB_TX_ECHO);
}

static __always_inline __verdict enum verdict answer_echo6(struct pkt *p)
{
	struct cursor at = cursor_at_start(p->ctx);
	struct eth_header *eth = at.pos;
	struct ipv6hdr *ip = at.pos + sizeof(*eth);
	struct icmp_header *icmp = at.pos + sizeof(*eth) + sizeof(*ip);
	struct in6_addr was_saddr;

	if (!step_over(&at, sizeof(*eth) + sizeof(*ip) + sizeof(*icmp)))
		return drop(p, KLB_DROP_TRUNCATED_L4);
	swap_macs(eth);
	was_saddr = ip->saddr;
	ip->saddr = ip->daddr;
	ip->daddr = was_saddr;
	ip->hop_limit = cfg.outer_ttl;
	icmp->type = ICMP6_ECHO_REPLY;
	icmp->checksum =
		csum_word_grew(icmp->checksum, (ICMP6_ECHO_REPLY - ICMP6_ECHO_REQUEST) << 8);
	return transmit(p, KLB_TX_ECHO);
}

static __always_inline __verdict enum verdict stage_icmp(struct pkt *p)
{
	struct icmp_header *icmp = p->at.pos; /* 8 bytes that are alike in both families */

	if (p->vip.proto != (p->is_ip6 ? IP6_NEXT_ICMP : IP4_PROTO_ICMP))
		return NEXT;
	if (!step_over(&p->at, sizeof(*icmp)))
		return refuse(p, KLB_DROP_TRUNCATED_L4, KLB_PASS_TRUNCATED_L4);
	if (icmp_is_error(icmp, p->is_ip6))
		return follow_quote(p, icmp);
	if (icmp->type != (p->is_ip6 ? ICMP6_ECHO_REQUEST : ICMP4_ECHO_REQUEST))
		return pass(p, KLB_PASS_ICMP);
	if (!in_scope(p))
		return pass(p, KLB_PASS_ECHO);
	if (!echo_allowed(p))
		return drop(p, KLB_DROP_ECHO_LIMIT);
	return p->is_ip6 ? answer_echo6(p) : answer_echo4(p);
}

#endif
