/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * TCP and UDP headers: ports, and the TCP flags that matter. The whole fixed header must be there.
 * Checksums, data offset and UDP length are the receiver's business. The cursor ends behind the
 * fixed header.
 *
 * Assumes p->vip.proto. Map: vip_addrs (through scope.h). Exits: PASS_PROTOCOL; PASS_ and
 * DROP_TRUNCATED_L4.
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

static __always_inline __verdict enum verdict stage_parse_l4(struct pkt *p)
{
	p->l4 = p->at.pos;
	if (p->vip.proto == IPPROTO_TCP)
		return parse_tcp(p);
	if (p->vip.proto == IPPROTO_UDP)
		return parse_udp(p);
	return pass(p, KLB_PASS_PROTOCOL);
}

#endif
