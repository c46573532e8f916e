/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The connection table as the pipeline sees it: two functions, behind which the kinds of table
 * stand. A flow that is in the table keeps its real when the ring changes. A SYN starts a new flow:
 * it never asks and always overwrites. An RST is never remembered, nor is anything on VIPs without
 * state. The kind is a constant at load time, so the other kinds cost nothing.
 *
 * Assumes p->flow and the VIP's flags. Maps: those of the kind, limiters. Event: FLOW_LIMIT.
 */
#ifndef KLB_CONN_H
#define KLB_CONN_H

#include <stdbool.h>

#include "../abi/config.h"
#include "conn_lru.h"
#include "limit.h"
#include "packet.h"
#include "stats.h"

/* With dport-hash the client's address is no part of the decision, so it can be no key either. */
static __always_inline bool is_stateless(const struct pkt *p)
{
	return cfg.conn_kind == KLB_CONN_NONE || vip_has(p, KLB_VIP_F_NO_LRU) ||
	       vip_has(p, KLB_VIP_F_DPORT_HASH);
}

static __always_inline __verdict enum verdict stage_find_flow(struct pkt *p)
{
	if (p->endpoint || is_stateless(p))
		return NEXT;
	lru_open(p);
	if (!p->is_syn)
		lru_find(p);
	return NEXT;
}

/* Remembers p->endpoint for the flow's next packets. */
static __always_inline void conn_remember(struct pkt *p)
{
	if (is_stateless(p) || p->is_rst)
		return;
	if (new_flow_allowed(p))
		lru_store(p);
	else
		count_event(p, KLB_EVENT_FLOW_LIMIT);
}

/* What the table says of a flow whose packet knew by itself where to go. */
enum conn_opinion {
	CONN_SILENT,	/* the flow was not remembered */
	CONN_AGREES,	/* the flow was remembered at that real */
	CONN_CORRECTED, /* the flow was remembered at another real */
};

/* Sees to it that the flow's packets without a server id go to p->endpoint, too. */
static __always_inline enum conn_opinion conn_align(struct pkt *p)
{
	enum lru_entry entry;

	if (!p->endpoint || is_stateless(p))
		return CONN_SILENT;
	lru_open(p);
	entry = lru_align(p);
	if (entry == LRU_SAME)
		return CONN_AGREES;
	if (entry == LRU_OTHER)
		return CONN_CORRECTED;
	conn_remember(p);
	return CONN_SILENT;
}

#endif
