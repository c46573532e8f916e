/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Endpoints: a real as seen by a VIP. Whoever decides where a packet goes, decides by endpoint id;
 * the id is good only if its entry is in use and belongs to the packet's VIP or to none. One counter
 * per endpoint gives the figures of VIPs, of reals and of both together; for endpoints of no VIP a
 * second one counts by VIP.
 *
 * Assumes p->flow.vip. Maps: endpoints, endpoint_count, vip_sid_count. Exit: DROP_BAD_STATE.
 */
#ifndef KLB_ENDPOINT_H
#define KLB_ENDPOINT_H

#include <stdbool.h>
#include <bpf/bpf_helpers.h>

#include "../abi/maps.h"
#include "packet.h"
#include "stats.h"

/* Sends the packet to an endpoint; returns false, and decides nothing, if that is no longer good. */
static __always_inline bool send_to(struct pkt *p, __u32 id)
{
	struct klb_endpoint *endpoint = bpf_map_lookup_elem(&endpoints, &id);

	if (!endpoint || !(endpoint->flags & KLB_ENDPOINT_VALID))
		return false;
	if (endpoint->vip != p->flow.vip && endpoint->vip != KLB_VIP_ANY)
		return false;
	p->endpoint = endpoint;
	p->endpoint_id = id;
	return true;
}

/* This VIP's record; it is there, but the verifier wants to see it asked. */
static __always_inline struct klb_sid_count *sid_count_of(const struct pkt *p)
{
	__u32 vip = p->flow.vip;

	return bpf_map_lookup_elem(&vip_sid_count, &vip);
}

static __always_inline void count_shared(struct pkt *p)
{
	struct klb_sid_count *count = sid_count_of(p);

	if (!count)
		return;
	count->shared.packets++;
	count->shared.bytes += p->ip_len;
}

/* Counts before the encapsulation, which may still fail: the decision is what is counted. */
static __always_inline __verdict enum verdict stage_count_endpoint(struct pkt *p)
{
	__u32 id = p->endpoint_id;
	struct klb_count *count = bpf_map_lookup_elem(&endpoint_count, &id);

	if (!count)
		return drop(p, KLB_DROP_BAD_STATE);
	count->packets++;
	count->bytes += p->ip_len;
	if (p->endpoint->vip == KLB_VIP_ANY)
		count_shared(p);
	return NEXT;
}

#endif
