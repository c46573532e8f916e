/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The stage that routes by server id, before connection table and ring. QUIC is the VIP's flag
 * alone; the others are features, and cost nothing while they are off. A UDP id overrides a QUIC
 * one; a TCP option counts only where nothing else decided.
 *
 * Assumes p->flow, p->l4 and the VIP's flags. Maps, exits, events: those of sid_*.h.
 */
#ifndef KLB_SID_ROUTE_H
#define KLB_SID_ROUTE_H

#include <linux/in.h>

#include "../abi/config.h"
#include "packet.h"
#include "sid_quic.h"
#include "sid_tcp.h"
#include "sid_udp.h"
#include "verdict.h"

static __always_inline __verdict enum verdict stage_route_by_server_id(struct pkt *p)
{
	if (vip_has(p, KLB_VIP_F_QUIC)) {
		enum verdict verdict = route_by_quic_id(p);

		if (verdict != NEXT)
			return verdict;
	}
	if (cfg.udp_stable && vip_has(p, KLB_VIP_F_UDP_STABLE) && p->vip.proto == IPPROTO_UDP)
		route_by_stable_id(p);
	if (cfg.tcp_server_id && p->vip.proto == IPPROTO_TCP && !p->endpoint)
		route_by_tcp_id(p);
	return NEXT;
}

#endif
