/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Ethernet and IP headers. Fills in addresses, protocol, length and TOS, and leaves the cursor at
 * the transport header. Sorts out what is not IP, and fragments and IPv4 options, which are not
 * balanced. VLAN tags and IPv6 extension headers are not walked: the former is not IP here, the
 * latter is an unknown protocol. Header checksum and version are the receiver's business.
 *
 * Map: vip_addrs (through scope.h). Exits: DROP_TRUNCATED_ETH, PASS_NOT_IP, PASS_NOT_VIP; PASS_ and DROP_
 * TRUNCATED_IP, IP_OPTIONS, FRAGMENT.
 */
#ifndef KLB_PARSE_IP_H
#define KLB_PARSE_IP_H

#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <bpf/bpf_endian.h>

#include "cursor.h"
#include "eth.h"
#include "ip.h"
#include "packet.h"
#include "scope.h"
#include "stats.h"

static __always_inline __verdict enum verdict parse_ip4(struct pkt *p)
{
	struct iphdr *ip = p->at.pos;

	if (!step_over(&p->at, sizeof(*ip)))
		return refuse_unknown(p, KLB_DROP_TRUNCATED_IP, KLB_PASS_TRUNCATED_IP);
	map_ip4(p->flow.src, ip->saddr);
	map_ip4(p->vip.addr, ip->daddr);
	p->vip.proto = ip->protocol;
	p->ip_len = bpf_ntohs(ip->tot_len);
	p->tos = ip->tos;
	if (ip4_has_options(ip))
		return refuse(p, KLB_DROP_IP_OPTIONS, KLB_PASS_IP_OPTIONS);
	if (ip4_is_fragment(ip))
		return refuse(p, KLB_DROP_FRAGMENT, KLB_PASS_FRAGMENT);
	return NEXT;
}

static __always_inline __verdict enum verdict parse_ip6(struct pkt *p)
{
	struct ipv6hdr *ip = p->at.pos;

	if (!step_over(&p->at, sizeof(*ip)))
		return refuse_unknown(p, KLB_DROP_TRUNCATED_IP, KLB_PASS_TRUNCATED_IP);
	__builtin_memcpy(p->flow.src, &ip->saddr, sizeof(p->flow.src));
	__builtin_memcpy(p->vip.addr, &ip->daddr, sizeof(p->vip.addr));
	p->vip.proto = ip->nexthdr;
	p->ip_len = bpf_ntohs(ip->payload_len) + sizeof(*ip);
	p->tos = ip6_traffic_class(ip);
	p->is_ip6 = true;
	if (ip6_is_fragment(ip))
		return refuse(p, KLB_DROP_FRAGMENT, KLB_PASS_FRAGMENT);
	if (ip6_is_mapped_ip4(&ip->daddr)) /* it would look like the IPv4 VIP in our keys */
		return pass(p, KLB_PASS_NOT_VIP);
	return NEXT;
}

static __always_inline __verdict enum verdict stage_parse_ip(struct pkt *p)
{
	struct eth_header *eth = p->at.pos;

	if (!step_over(&p->at, sizeof(*eth)))
		return drop(p, KLB_DROP_TRUNCATED_ETH);
	if (eth->type == bpf_htons(ETH_P_IP))
		return parse_ip4(p);
	if (eth->type == bpf_htons(ETH_P_IPV6))
		return parse_ip6(p);
	return pass(p, KLB_PASS_NOT_IP);
}

#endif
