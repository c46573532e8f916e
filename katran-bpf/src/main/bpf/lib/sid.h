/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Server ids: numbers that a server puts into what its clients send back, so that their packets
 * find it wherever they arrive, whatever the ring says by then. All kinds share one table of ids. An
 * id names a real for any VIP, so it leads to an endpoint that belongs to no VIP; there is one for
 * IPv4 packets and one for IPv6 packets, because the two are counted apart.
 *
 * Assumes p->flow and p->is_ip6. Maps: server_ids, vip_sid_count.
 */
#ifndef KLB_SID_H
#define KLB_SID_H

#include <bpf/bpf_helpers.h>

#include "../abi/maps.h"
#include "endpoint.h"
#include "packet.h"

enum sid_answer {
	SID_UNKNOWN, /* the id names no real */
	SID_DEAD,    /* the id names an endpoint that is not in use */
	SID_FOUND,   /* the packet goes to the real that the id names */
};

static __always_inline enum sid_answer send_to_server(struct pkt *p, __u32 id)
{
	__u32 zero = 0;
	void *ids = bpf_map_lookup_elem(&server_ids, &zero);
	struct klb_server *server = ids ? bpf_map_lookup_elem(ids, &id) : NULL;

	if (!server)
		return SID_UNKNOWN;
	return send_to(p, p->is_ip6 ? server->endpoint_v6 : server->endpoint_v4) ? SID_FOUND
										 : SID_DEAD;
}

/* A connection begins: its packets have no id yet. */
static __always_inline void count_opened(struct pkt *p)
{
	struct klb_sid_count *count = sid_count_of(p);

	if (count)
		count->opened++;
}

/* The id sent a flow to another real than the one where it was. */
static __always_inline void count_moved(struct pkt *p)
{
	struct klb_sid_count *count = sid_count_of(p);

	if (count)
		count->moved++;
}

#endif
