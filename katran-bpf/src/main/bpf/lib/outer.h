/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What all outer headers have in common: the room for them, the new Ethernet header, the IP header
 * but for its source, and the numbers that are made from the flow so that the routers on the way and
 * the real's NIC spread flows although all come from one balancer.
 *
 * Assumes p->endpoint, p->flow, p->entropy_port. No map, no exit.
 */
#ifndef KLB_OUTER_H
#define KLB_OUTER_H

#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "../abi/config.h"
#include "csum.h"
#include "cursor.h"
#include "eth.h"
#include "packet.h"

static __always_inline __u8 outer_tos(const struct pkt *p)
{
	return cfg.copy_tos ? p->tos : 0;
}

/* For IPv4 reals: the client's last two bytes, mixed with its port the other way round. */
static __always_inline __u16 entropy4(const struct pkt *p)
{
	return bpf_ntohl(p->flow.src[3]) ^ p->entropy_port;
}

/*
 * Puts len bytes in front of the packet and an Ethernet header in front of them, from us to the
 * gateway. Returns the place of the outer IP header, not yet written, or NULL.
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

/* `changing` is the sum of the words that klb_endpoint.outer_csum leaves out. */
static __always_inline void write_outer4(const struct pkt *p, struct iphdr *ip, __u8 proto,
					 __u16 total_len, __be32 source, __u32 changing)
{
	ip->version = IPVERSION;
	ip->ihl = sizeof(*ip) / 4;
	ip->tos = outer_tos(p);
	ip->tot_len = bpf_htons(total_len);
	ip->id = 0;
	ip->frag_off = 0;
	ip->ttl = cfg.outer_ttl;
	ip->protocol = proto;
	ip->check = bpf_htons(
		~csum_fold(p->endpoint->outer_csum + outer_tos(p) + total_len + changing));
	ip->saddr = source;
	ip->daddr = p->endpoint->addr[3];
}

/* All but the source. */
static __always_inline void write_outer6(const struct pkt *p, struct ipv6hdr *ip, __u8 proto,
					 __u16 payload_len)
{
	*(__be32 *)ip = bpf_htonl(6 << 28 | outer_tos(p) << 20);
	ip->payload_len = bpf_htons(payload_len);
	ip->nexthdr = proto;
	ip->hop_limit = cfg.outer_ttl;
	__builtin_memcpy(&ip->daddr, p->endpoint->addr, sizeof(ip->daddr));
}

#endif
