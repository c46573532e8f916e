/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Which VIP a packet is for, and the tuple by which that VIP tells flows apart. An entry for the
 * packet's own port wins over one for port 0. Ports that must not count become 0 here, once, so
 * that the hash and the connection table agree without knowing of flags.
 *
 * Assumes p->vip and p->flow but for the VIP. Maps: vip_map, vip_state. Exits: PASS_NOT_VIP,
 * DROP_BAD_STATE.
 */
#ifndef KLB_VIP_H
#define KLB_VIP_H

#include <stdbool.h>
#include <bpf/bpf_helpers.h>

#include "../abi/maps.h"
#include "packet.h"
#include "stats.h"

/* One load: a packet never combines two publications. */
static __always_inline bool load_vip_state(struct pkt *p)
{
	__u32 number = p->flow.vip;
	struct klb_vip_state *published = bpf_map_lookup_elem(&vip_state, &number);
	union {
		__u64 word;
		struct klb_vip_state state;
	} now;

	if (!published)
		return false;
	now.word = *(volatile __u64 *)published;
	p->region_base = now.state.region_base;
	p->ring = now.state.ring;
	p->vip_flags = now.state.flags;
	return true;
}

static __always_inline __verdict enum verdict stage_match_vip(struct pkt *p)
{
	bool any_port = false;
	struct klb_vip_key key = p->vip;
	struct klb_vip_ref *ref;

	key.port = p->flow.dport;
	ref = bpf_map_lookup_elem(&vip_map, &key);
	if (!ref) {
		any_port = true;
		key.port = 0;
		ref = bpf_map_lookup_elem(&vip_map, &key);
	}
	if (!ref)
		return pass(p, KLB_PASS_NOT_VIP);
	p->flow.vip = ref->number;
	if (!load_vip_state(p))
		return drop(p, KLB_DROP_BAD_STATE);

	if (any_port && !vip_has(p, KLB_VIP_F_DPORT_HASH) && !vip_has(p, KLB_VIP_F_SRC_DST_PORT))
		p->flow.dport = 0;
	if (vip_has(p, KLB_VIP_F_NO_SRC_PORT))
		p->flow.sport = 0;
	p->entropy_port = p->flow.sport;
	return NEXT;
}

#endif
