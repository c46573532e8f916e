/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * IP in IP (RFC 2003) and in IPv6 (RFC 2473): the packet gets an outer header to its real and goes
 * back out of the interface it came in by, to the gateway. What follows the old Ethernet header,
 * trailing padding included, is left alone. The outer source is made up from the flow, so that the
 * real's NIC and the routers on the way spread flows although all come from one balancer.
 *
 * Assumes p->endpoint, p->flow, p->entropy_port. Map: control. Exits: TX_VIP, DROP_ENCAP_FAMILY,
 * DROP_HEADROOM_V4, DROP_HEADROOM_V6, DROP_BAD_STATE.
 */
#ifndef KLB_ENCAP_IPIP_H
#define KLB_ENCAP_IPIP_H

#include <stdbool.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "../abi/config.h"
#include "../abi/maps.h"
#include "csum.h"
#include "cursor.h"
#include "eth.h"
#include "packet.h"
#include "stats.h"

static __always_inline __u8 outer_tos(const struct pkt *p)
{
	return cfg.copy_tos ? p->tos : 0;
}

/*
 * Puts len bytes for an outer IP header in front of the packet and an Ethernet header in front of
 * them, from us to the gateway. Returns the place of the IP header, not yet written, or NULL.
 */
static __always_inline void *prepend(struct pkt *p, __u32 len, __u16 ethertype, __u64 gateway_mac)
{
	struct eth_header *eth, *old;
	struct cursor at;

	if (bpf_xdp_adjust_head(p->ctx, -(int)len))
		return NULL;
	at = cursor_at_start(p->ctx);
	eth = at.pos;
	old = at.pos + len;
	if (!step_over(&at, len + sizeof(*eth)))
		return NULL;
	eth->source = old->dest;
	__builtin_memcpy(&eth->dest, &gateway_mac, sizeof(eth->dest));
	eth->type = bpf_htons(ethertype);
	return eth + 1;
}

/* The outer source ends in the client's last two bytes, mixed with its port the other way round. */
static __always_inline __verdict enum verdict encap_in_ip4(struct pkt *p, __u64 gateway_mac)
{
	struct iphdr *ip = prepend(p, sizeof(*ip), ETH_P_IP, gateway_mac);
	__u16 total_len = p->ip_len + sizeof(*ip);
	__u16 source_low = bpf_ntohl(p->flow.src[3]) ^ p->entropy_port;

	if (!ip)
		return drop(p, KLB_DROP_HEADROOM_V4);
	ip->version = IPVERSION;
	ip->ihl = sizeof(*ip) / 4;
	ip->tos = outer_tos(p);
	ip->tot_len = bpf_htons(total_len);
	ip->id = 0;
	ip->frag_off = 0;
	ip->ttl = cfg.outer_ttl;
	ip->protocol = IPPROTO_IPIP;
	ip->check = bpf_htons(
		~csum_fold(p->endpoint->outer_csum + outer_tos(p) + total_len + source_low));
	ip->saddr = bpf_htonl((__u32)cfg.src4_prefix << 16 | source_low);
	ip->daddr = p->endpoint->addr[3];
	return transmit(p, KLB_TX_VIP);
}

/* The outer source ends in the client's last four bytes, the first two mixed with its port. */
static __always_inline __verdict enum verdict encap_in_ip6(struct pkt *p, __u64 gateway_mac)
{
	struct ipv6hdr *ip = prepend(p, sizeof(*ip), ETH_P_IPV6, gateway_mac);

	if (!ip)
		return drop(p, KLB_DROP_HEADROOM_V6);
	*(__be32 *)ip = bpf_htonl(6 << 28 | outer_tos(p) << 20);
	ip->payload_len = bpf_htons(p->ip_len);
	ip->nexthdr = p->is_ip6 ? IPPROTO_IPV6 : IPPROTO_IPIP;
	ip->hop_limit = cfg.outer_ttl;
	ip->saddr.s6_addr32[0] = cfg.src6_prefix[0];
	ip->saddr.s6_addr32[1] = cfg.src6_prefix[1];
	ip->saddr.s6_addr32[2] = cfg.src6_prefix[2];
	ip->saddr.s6_addr32[3] = p->flow.src[3] ^ p->entropy_port;
	__builtin_memcpy(&ip->daddr, p->endpoint->addr, sizeof(ip->daddr));
	return transmit(p, KLB_TX_VIP);
}

static __always_inline __verdict enum verdict stage_encapsulate(struct pkt *p)
{
	__u32 zero = 0;
	struct klb_control *now = bpf_map_lookup_elem(&control, &zero);
	__u64 gateway_mac;

	if (!now)
		return drop(p, KLB_DROP_BAD_STATE);
	gateway_mac = *(volatile __u64 *)&now->gateway_mac;
	if (p->endpoint->flags & KLB_ENDPOINT_IPV6)
		return encap_in_ip6(p, gateway_mac);
	if (p->is_ip6)
		return drop(p, KLB_DROP_ENCAP_FAMILY);
	return encap_in_ip4(p, gateway_mac);
}

#endif
