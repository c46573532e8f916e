/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Encapsulation: the packet gets outer headers to its real and goes back out of the interface it
 * came in by, to the gateway. What follows the old Ethernet header, trailing padding included, is
 * left alone. Either family goes to a real of either family. All lengths follow from the inner
 * header's, whatever the frame's. What the outer headers are is a constant at load time.
 *
 * Assumes p->endpoint, p->flow, p->entropy_port. Map: control. Exits: DROP_BAD_STATE; those of
 * encap_ipip.h and encap_gue.h.
 */
#ifndef KLB_ENCAP_H
#define KLB_ENCAP_H

#include <bpf/bpf_helpers.h>

#include "../abi/config.h"
#include "../abi/maps.h"
#include "encap_gue.h"
#include "encap_ipip.h"
#include "packet.h"
#include "stats.h"

static __always_inline __verdict enum verdict stage_encapsulate(struct pkt *p)
{
	__u32 zero = 0;
	struct klb_control *now = bpf_map_lookup_elem(&control, &zero);
	__u64 gateway_mac;

	if (!now)
		return drop(p, KLB_DROP_BAD_STATE);
	gateway_mac = *(volatile __u64 *)&now->gateway_mac;
	if (cfg.encap_mode == KLB_ENCAP_GUE)
		return p->endpoint->flags & KLB_ENDPOINT_IPV6 ? gue_to_ip6(p, gateway_mac)
							      : gue_to_ip4(p, gateway_mac);
	return p->endpoint->flags & KLB_ENDPOINT_IPV6 ? ipip_to_ip6(p, gateway_mac)
						      : ipip_to_ip4(p, gateway_mac);
}

#endif
