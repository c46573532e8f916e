/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Endpoints: a real as seen by a VIP. Whoever decides where a packet goes, decides by endpoint id;
 * the id is good only if its entry is in use and belongs to the packet's VIP. One counter per
 * endpoint gives the figures of VIPs, of reals and of both together.
 *
 * Assumes p->flow.vip. Maps: endpoints, endpoint_count. Exit: DROP_BAD_STATE.
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

	if (!endpoint || !(endpoint->flags & KLB_ENDPOINT_VALID) || endpoint->vip != p->flow.vip)
		return false;
	p->endpoint = endpoint;
	p->endpoint_id = id;
	return true;
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
	return NEXT;
}

#endif
