// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The balancer: an XDP program on the interface where the VIPs' packets arrive. Read it from top to
 * bottom, it is the path of a packet. A stage either lets the packet go on or decides its fate; the
 * fate is counted in one place. docs/packet-journey.md tells the same story with bytes.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "abi/manifest.h"
#include "abi/maps.h"
#include "lib/conn.h"
#include "lib/encap_ipip.h"
#include "lib/endpoint.h"
#include "lib/icmp.h"
#include "lib/packet.h"
#include "lib/parse_ip.h"
#include "lib/parse_l4.h"
#include "lib/ring.h"
#include "lib/sid_route.h"
#include "lib/stats.h"
#include "lib/verdict.h"
#include "lib/vip.h"

SEC("xdp")
int klb_balancer(struct xdp_md *ctx)
{
	struct pkt pkt = {.ctx = ctx};
	enum verdict verdict;

	RUN(open);		 /* find this CPU's counters */
	RUN(parse_ip);		 /* Ethernet, IPv4, IPv6 */
	RUN(icmp);		 /* answer echo requests */
	RUN(parse_l4);		 /* TCP, UDP */
	RUN(match_vip);		 /* is it for a VIP? */
	RUN(check_size);	 /* does it still fit when encapsulated? */
	RUN(route_by_server_id); /* does it say which real it belongs to? */
	RUN(find_flow);		 /* is its flow known? then its real is, too */
	RUN(pick_from_ring);	 /* else the ring names the real, and the flow is remembered */
	RUN(count_endpoint);	 /* one counter: VIP and real */
	RUN(encapsulate);	 /* put the outer header on and send it */
out:
	return count_exit(&pkt, verdict);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
