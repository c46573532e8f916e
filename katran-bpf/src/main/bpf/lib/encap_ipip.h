/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * IP in IP (RFC 2003, RFC 4213) and in IPv6 (RFC 2473): one outer IP header. Its source is no host's;
 * it is made up from the flow.
 *
 * Assumes p->endpoint, p->flow, p->entropy_port. Exits: TX_VIP, DROP_HEADROOM_V4, DROP_HEADROOM_V6.
 */
#ifndef KLB_ENCAP_IPIP_H
#define KLB_ENCAP_IPIP_H

#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <bpf/bpf_endian.h>

#include "../abi/config.h"
#include "outer.h"
#include "packet.h"
#include "stats.h"

/* outer_csum counts with an IPv4 packet inside; with IPv6 the protocol is another. */
static __always_inline __verdict enum verdict ipip_to_ip4(struct pkt *p, __u64 gateway_mac)
{
	struct iphdr *ip = prepend(p, sizeof(*ip), ETH_P_IP, gateway_mac);
	__u8 proto = p->is_ip6 ? IPPROTO_IPV6 : IPPROTO_IPIP;
	__u16 source_low = entropy4(p);

	if (!ip)
		return drop(p, KLB_DROP_HEADROOM_V4);
	write_outer4(p, ip, proto, p->ip_len + sizeof(*ip),
		     bpf_htonl((__u32)cfg.src4_prefix << 16 | source_low),
		     source_low + proto - IPPROTO_IPIP);
	return transmit(p, KLB_TX_VIP);
}

/* The outer source ends in the client's last four bytes, the first two mixed with its port. */
static __always_inline __verdict enum verdict ipip_to_ip6(struct pkt *p, __u64 gateway_mac)
{
	struct ipv6hdr *ip = prepend(p, sizeof(*ip), ETH_P_IPV6, gateway_mac);

	if (!ip)
		return drop(p, KLB_DROP_HEADROOM_V6);
	write_outer6(p, ip, p->is_ip6 ? IPPROTO_IPV6 : IPPROTO_IPIP, p->ip_len);
	ip->saddr.s6_addr32[0] = cfg.src6_prefix[0];
	ip->saddr.s6_addr32[1] = cfg.src6_prefix[1];
	ip->saddr.s6_addr32[2] = cfg.src6_prefix[2];
	ip->saddr.s6_addr32[3] = p->flow.src[3] ^ p->entropy_port;
	return transmit(p, KLB_TX_VIP);
}

#endif
