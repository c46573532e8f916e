/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * TCP and UDP headers: ports, and the TCP flags that matter. The whole fixed header must be there.
 * Checksums, data offset and UDP length are the receiver's business. The cursor ends behind the
 * fixed header. Of a packet that an ICMP error quotes, 8 bytes are enough (RFC 792); it went the
 * other way, so its ports change places.
 *
 * Assumes p->vip.proto. Map: vip_addrs (through scope.h). Exits: PASS_PROTOCOL, PASS_ICMP;
 * PASS_ and DROP_TRUNCATED_L4; PASS_ and DROP_BAD_QUOTE.
 */
#ifndef KLB_PARSE_L4_H
#define KLB_PARSE_L4_H

#include <linux/in.h>
#include <linux/tcp.h>
#include <linux/udp.h>

#include "cursor.h"
#include "packet.h"
#include "scope.h"
#include "stats.h"

#define ICMP_QUOTED_L4 8 /* what every ICMP error quotes behind the IP header */

static __always_inline __verdict enum verdict parse_tcp(struct pkt *p)
{
	struct tcphdr *tcp = p->at.pos;

	if (!step_over(&p->at, sizeof(*tcp)))
		return refuse(p, KLB_DROP_TRUNCATED_L4, KLB_PASS_TRUNCATED_L4);
	p->flow.sport = tcp->source;
	p->flow.dport = tcp->dest;
	p->is_syn = tcp->syn;
	p->is_rst = tcp->rst;
	return NEXT;
}

static __always_inline __verdict enum verdict parse_udp(struct pkt *p)
{
	struct udphdr *udp = p->at.pos;

	if (!step_over(&p->at, sizeof(*udp)))
		return refuse(p, KLB_DROP_TRUNCATED_L4, KLB_PASS_TRUNCATED_L4);
	p->flow.sport = udp->source;
	p->flow.dport = udp->dest;
	return NEXT;
}

/* Ports are at the same place in TCP and UDP; the TCP flags may be cut off and then count as 0. */
static __always_inline __verdict enum verdict parse_quoted(struct pkt *p)
{
	struct tcphdr *tcp = p->at.pos;

	if (p->vip.proto != IPPROTO_TCP && p->vip.proto != IPPROTO_UDP)
		return pass(p, KLB_PASS_ICMP);
	if (!step_over(&p->at, ICMP_QUOTED_L4))
		return refuse(p, KLB_DROP_BAD_QUOTE, KLB_PASS_BAD_QUOTE);
	p->flow.sport = tcp->dest;
	p->flow.dport = tcp->source;
	if (p->vip.proto == IPPROTO_TCP && step_over(&p->at, sizeof(*tcp) - ICMP_QUOTED_L4)) {
		p->is_syn = tcp->syn;
		p->is_rst = tcp->rst;
	}
	return NEXT;
}

static __always_inline __verdict enum verdict stage_parse_l4(struct pkt *p)
{
	if (p->is_quote)
		return parse_quoted(p);
	if (p->vip.proto == IPPROTO_TCP)
		return parse_tcp(p);
	if (p->vip.proto == IPPROTO_UDP)
		return parse_udp(p);
	return pass(p, KLB_PASS_PROTOCOL);
}

#endif
