/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The ring: the decision for every packet whose flow is not known. The slot is a pure function of
 * the packet, so all balancers with the same ring agree without talking.
 *
 * Assumes p->flow, p->ring, p->region_base. Map: rings. Exits: DROP_NO_REAL, DROP_BAD_STATE. Events:
 * MISS_TCP_SYN, MISS_TCP_OTHER, MISS_UDP, RING_PICK.
 */
#ifndef KLB_RING_H
#define KLB_RING_H

#include <linux/in.h>
#include <bpf/bpf_helpers.h>

#include "../abi/config.h"
#include "../abi/maps.h"
#include "conn.h"
#include "endpoint.h"
#include "hash.h"
#include "packet.h"
#include "stats.h"

static __always_inline void count_miss(struct pkt *p)
{
	if (p->vip.proto == IPPROTO_UDP)
		count_event(p, KLB_EVENT_MISS_UDP);
	else if (p->is_syn)
		count_event(p, KLB_EVENT_MISS_TCP_SYN);
	else
		count_event(p, KLB_EVENT_MISS_TCP_OTHER);
}

/* All clients of a port go to one real. The outer source then has no client address to vary with. */
static __always_inline void forget_client(struct pkt *p)
{
	p->flow.sport = p->flow.dport;
	__builtin_memset(p->flow.src, 0, sizeof(p->flow.src));
}

static __always_inline __verdict enum verdict stage_pick_from_ring(struct pkt *p)
{
	struct klb_ring_line *line;
	__u32 slot, at;
	__u16 position;

	if (p->endpoint)
		return NEXT;
	count_miss(p);
	if (p->ring == KLB_RING_NONE)
		return drop(p, KLB_DROP_NO_REAL);
	if (vip_has(p, KLB_VIP_F_DPORT_HASH))
		forget_client(p);

	slot = hash_flow(&p->flow, p->is_ip6) % cfg.ring_size;
	at = p->ring * cfg.ring_lines + slot / KLB_LINE_SLOTS;
	line = bpf_map_lookup_elem(&rings, &at);
	if (!line)
		return drop(p, KLB_DROP_BAD_STATE);
	position = line->slot[slot % KLB_LINE_SLOTS];
	if (position == KLB_SLOT_EMPTY)
		return drop(p, KLB_DROP_NO_REAL);
	if (!send_to(p, p->region_base + position))
		return drop(p, KLB_DROP_BAD_STATE);
	count_event(p, KLB_EVENT_RING_PICK);
	conn_remember(p);
	return NEXT;
}

#endif
