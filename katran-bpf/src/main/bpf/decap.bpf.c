// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Decapsulation for reals: an XDP program that takes the outer headers off the balancer's packets,
 * for hosts without a tunnel device. It knows nothing of VIPs and shares no map with the balancer.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "abi/decap.h"
#include "lib/strip.h"
#include "lib/verdict.h"

SEC("xdp")
int klb_decap(struct xdp_md *ctx)
{
	struct pkt pkt = {.ctx = ctx};
	enum verdict verdict;

	RUN(open);	  /* find this CPU's counters */
	RUN(parse_outer); /* Ethernet, IPv4, IPv6 */
	RUN(strip);	  /* a packet inside? then take it out */
out:
	return count_exit(&pkt, verdict);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
