/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The Ethernet header. Our own struct, because that of <linux/if_ether.h> is packed, which makes the
 * compiler touch it byte by byte; frames begin at even addresses.
 */
#ifndef KLB_ETH_H
#define KLB_ETH_H

#include <linux/if_ether.h>
#include <linux/types.h>
#include <bpf/bpf_helpers.h>

struct mac {
	__be16 part[ETH_ALEN / 2];
};

struct eth_header {
	struct mac dest;
	struct mac source;
	__be16 type;
};

static __always_inline void swap_macs(struct eth_header *eth)
{
	struct mac was_source = eth->source;

	eth->source = eth->dest;
	eth->dest = was_source;
}

_Static_assert(sizeof(struct eth_header) == ETH_HLEN, "eth_header");

#endif
