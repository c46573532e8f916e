/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Whose packets we may refuse or answer before a VIP is known, when there is no port to look it up
 * with: with scope `host` those of the whole host, with scope `vip` those to the address of a VIP.
 * Everything else belongs to the kernel. These are cold paths; the look-up is made only there.
 *
 * Assumes p->vip.addr. Map: vip_addrs.
 */
#ifndef KLB_SCOPE_H
#define KLB_SCOPE_H

#include <stdbool.h>
#include <bpf/bpf_helpers.h>

#include "../abi/config.h"
#include "../abi/maps.h"
#include "packet.h"
#include "stats.h"

static __always_inline bool in_scope(const struct pkt *p)
{
	struct klb_vip_addr key;

	if (cfg.scope_host)
		return true;
	__builtin_memcpy(key.addr, p->vip.addr, sizeof(key.addr));
	return bpf_map_lookup_elem(&vip_addrs, &key);
}

/* Leaves with a packet that cannot be balanced: dropped if it is ours, else passed. */
static __always_inline __verdict enum verdict refuse(struct pkt *p, enum klb_exit ours,
						     enum klb_exit foreign)
{
	return in_scope(p) ? drop(p, ours) : pass(p, foreign);
}

/* The same for a packet whose destination is unreadable, so that it can be no VIP's. */
static __always_inline __verdict enum verdict refuse_unknown(struct pkt *p, enum klb_exit ours,
							     enum klb_exit foreign)
{
	return cfg.scope_host ? drop(p, ours) : pass(p, foreign);
}

#endif
