/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Generic UDP encapsulation, variant 1: an outer IP and UDP header and then the packet itself. The
 * source address is fixed; the source port is made up from the flow.
 *
 * The UDP checksum is known without reading the payload: a TCP or UDP segment with a right checksum
 * adds up to the complement of its pseudo-header. That is no use where the inner packet has no such
 * checksum, UDP with 0 and ICMPv4. Under an IPv4 header the UDP checksum is then left out (0), under
 * an IPv6 header, where there must be one (RFC 8200, 8.1), the bytes are added up.
 *
 * Assumes p->endpoint, p->flow, p->entropy_port. Exits: TX_VIP, DROP_HEADROOM_V4, DROP_HEADROOM_V6,
 * DROP_TRUNCATED_L4.
 */
#ifndef KLB_ENCAP_GUE_H
#define KLB_ENCAP_GUE_H

#include <stdbool.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "../abi/config.h"
#include "csum.h"
#include "csum_bytes.h"
#include "cursor.h"
#include "ip.h"
#include "outer.h"
#include "packet.h"
#include "stats.h"

/* What the inner packet adds to a checksum over it. */
struct gue_inner {
	__u32 sum;
	bool is_known; /* false: only its bytes tell */
};

static __always_inline bool has_pseudo_checksum(const struct pkt *p, const struct udphdr *l4)
{
	if (p->is_quote)
		return p->is_ip6; /* ICMPv6 has one, ICMP has not */
	return p->vip.proto != IPPROTO_UDP || l4->check;
}

/* The words of the header less those of the pseudo-header; the addresses cancel out. */
static __always_inline __u32 ip4_less_pseudo(const struct iphdr *ip)
{
	__u16 first = bpf_ntohs(*(const __be16 *)ip);

	return first + bpf_ntohs(ip->id) + bpf_ntohs(ip->frag_off) + (ip->ttl << 8) +
	       bpf_ntohs(ip->check) + sizeof(*ip);
}

static __always_inline __u32 ip6_less_pseudo(const struct ipv6hdr *ip)
{
	__u32 first = bpf_ntohl(*(const __be32 *)ip);

	return (first >> 16) + (first & 0xffff) + (ip->nexthdr << 8) + ip->hop_limit - ip->nexthdr;
}

/* Returns false if the frame ends before it should, which the parser has ruled out. */
static __always_inline bool look_inside(const struct pkt *p, struct gue_inner *inner)
{
	__u32 ip_header = p->is_ip6 ? sizeof(struct ipv6hdr) : sizeof(struct iphdr);
	struct cursor at = cursor_at_start(p->ctx);
	void *ip = at.pos + ETH_HLEN;
	struct udphdr *l4 = ip + ip_header;

	if (!step_over(&at, ETH_HLEN + ip_header + sizeof(*l4)))
		return false;
	inner->is_known = has_pseudo_checksum(p, l4);
	inner->sum = p->is_ip6 ? ip6_less_pseudo(ip) : ip4_less_pseudo(ip);
	return true;
}

static __always_inline void write_udp(struct udphdr *udp, __u16 source, __u16 len, __be16 check)
{
	udp->source = bpf_htons(source);
	udp->dest = cfg.gue_port;
	udp->len = bpf_htons(len);
	udp->check = check;
}

/* The pseudo-header counts protocol and length, the header the ports and the length once more. */
static __always_inline __u32 udp_sum(__u16 source, __u16 len)
{
	return IPPROTO_UDP + source + bpf_ntohs(cfg.gue_port) + 2 * len;
}

static __always_inline __verdict enum verdict gue_to_ip4(struct pkt *p, __u64 gateway_mac)
{
	__u16 len = p->ip_len + sizeof(struct udphdr);
	__u16 source = entropy4(p);
	struct gue_inner inner;
	__u32 addresses;
	__be16 check = 0;
	struct iphdr *ip;

	if (!look_inside(p, &inner))
		return drop(p, KLB_DROP_TRUNCATED_L4);
	ip = prepend(p, sizeof(*ip) + sizeof(struct udphdr), ETH_P_IP, gateway_mac);
	if (!ip)
		return drop(p, KLB_DROP_HEADROOM_V4);
	write_outer4(p, ip, IPPROTO_UDP, len + sizeof(*ip), cfg.gue_src4, 0);
	addresses = p->endpoint->outer_csum - 0x4500 - (cfg.outer_ttl << 8 | IPPROTO_UDP);
	if (inner.is_known && !p->is_ip6)
		check = bpf_htons(~csum_fold(addresses + udp_sum(source, len) + inner.sum));
	write_udp((void *)(ip + 1), source, len, check);
	return transmit(p, KLB_TX_VIP);
}

/* The client's first two of the four last bytes, or of IPv4 the last two, mixed with its port. */
static __always_inline __u16 gue_source6(const struct pkt *p)
{
	__u32 last = bpf_ntohl(p->flow.src[3]);

	return (p->is_ip6 ? last >> 16 : last) ^ bpf_ntohs(p->entropy_port);
}

static __always_inline __verdict enum verdict gue_to_ip6(struct pkt *p, __u64 gateway_mac)
{
	__u16 len = p->ip_len + sizeof(struct udphdr);
	__u16 source = gue_source6(p);
	struct gue_inner inner;
	struct ipv6hdr *ip;
	__be16 check;

	if (!look_inside(p, &inner))
		return drop(p, KLB_DROP_TRUNCATED_L4);
	if (!inner.is_known)
		inner.sum = sum_bytes(p->ctx, ETH_HLEN, p->ip_len);
	ip = prepend(p, sizeof(*ip) + sizeof(struct udphdr), ETH_P_IPV6, gateway_mac);
	if (!ip)
		return drop(p, KLB_DROP_HEADROOM_V6);
	write_outer6(p, ip, IPPROTO_UDP, len);
	for (int i = 0; i < 4; i++)
		ip->saddr.s6_addr32[i] = cfg.gue_src6[i];
	check = bpf_htons(~csum_fold(p->endpoint->outer_csum + udp_sum(source, len) + inner.sum));
	write_udp((void *)(ip + 1), source, len, check ? check : 0xffff);
	return transmit(p, KLB_TX_VIP);
}

#endif
