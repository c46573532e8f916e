/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Packets that are too long for the way to their real. Nobody would tell their sender: the packet
 * that is too long is ours, with the outer header. So the sender is told here, by the ICMP message of
 * its family, in the VIP's name, with the length that fits and the beginning of its packet.
 *
 * Two limits. max-frame counts before the real is known; the answer then names what fits reals of
 * both families. What the link has room for depends on the real's family and counts once the real is
 * known; where no link is, or nothing is answered, it is no other than max-frame.
 *
 * Assumes p->frame_len, later p->endpoint. Map: limiters. Exits: TX_TOO_BIG_V4, TX_TOO_BIG_V6,
 * DROP_TOO_BIG, DROP_TOO_BIG_LIMIT. Event: VIP_PACKETS.
 */
#ifndef KLB_TOO_BIG_H
#define KLB_TOO_BIG_H

#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "../abi/config.h"
#include "csum.h"
#include "cursor.h"
#include "eth.h"
#include "ip.h"
#include "limit.h"
#include "packet.h"
#include "stats.h"

/* So much of the IP packet is quoted. */
#define TOO_BIG_QUOTE4 84
#define TOO_BIG_QUOTE6 248

/*
 * Cuts the frame off behind `quote` bytes of its IP packet and makes room for `len` bytes in front.
 * Returns the place of the new Ethernet header, with all that follows it within bounds, or NULL. The
 * addresses of the old one have changed places in the new one.
 */
static __always_inline struct eth_header *make_reply(struct xdp_md *ctx, __u32 len, __u32 quote)
{
	struct cursor at = cursor_at_start(ctx);
	int cut = ETH_HLEN + quote - (int)(at.end - at.pos);
	struct eth_header *eth, *old;

	if (cut > 0 || bpf_xdp_adjust_tail(ctx, cut) || bpf_xdp_adjust_head(ctx, -(int)len))
		return NULL;
	at = cursor_at_start(ctx);
	eth = at.pos;
	old = at.pos + len;
	if (!step_over(&at, len + sizeof(*eth) + quote))
		return NULL;
	eth->dest = old->source;
	eth->source = old->dest;
	eth->type = old->type;
	return eth;
}

/*
 * Turns the frame into "fragmentation needed" (RFC 792, RFC 1191). Returns 0, or -1 if there is no
 * room. Global functions, so that the verifier walks them once; those may take the context and
 * numbers only (kernel 5.10).
 */
__noinline int answer_too_big_ip4(struct xdp_md *ctx, __u32 mtu)
{
	const __u32 len = sizeof(struct iphdr) + sizeof(struct icmp_header);
	struct eth_header *eth = make_reply(ctx, len, TOO_BIG_QUOTE4);
	struct icmp_header *icmp;
	struct iphdr *ip, *quoted;

	if (!eth)
		return -1;
	ip = (void *)(eth + 1);
	icmp = (void *)(ip + 1);
	quoted = (void *)(icmp + 1);
	ip->version = IPVERSION;
	ip->ihl = sizeof(*ip) / 4;
	ip->tos = 0;
	ip->tot_len = bpf_htons(len + TOO_BIG_QUOTE4);
	ip->id = 0;
	ip->frag_off = 0;
	ip->ttl = cfg.outer_ttl;
	ip->protocol = IP4_PROTO_ICMP;
	ip->saddr = quoted->daddr;
	ip->daddr = quoted->saddr;
	ip->check = csum_ip4_header(ip);
	icmp->type = ICMP4_UNREACHABLE;
	icmp->code = ICMP4_FRAG_NEEDED;
	icmp->rest = bpf_htonl(mtu);
	icmp->checksum = 0;
	icmp->checksum =
		~csum_fold(bpf_csum_diff(NULL, 0, (void *)icmp, sizeof(*icmp) + TOO_BIG_QUOTE4, 0));
	return 0;
}

/* Turns the frame into "packet too big" (RFC 4443, 3.2). */
__noinline int answer_too_big_ip6(struct xdp_md *ctx, __u32 mtu)
{
	const __u32 icmp_len = sizeof(struct icmp_header) + TOO_BIG_QUOTE6;
	struct eth_header *eth = make_reply(
		ctx, sizeof(struct ipv6hdr) + sizeof(struct icmp_header), TOO_BIG_QUOTE6);
	struct icmp_header *icmp;
	struct ipv6hdr *ip, *quoted;
	__u32 sum;

	if (!eth)
		return -1;
	ip = (void *)(eth + 1);
	icmp = (void *)(ip + 1);
	quoted = (void *)(icmp + 1);
	*(__be32 *)ip = bpf_htonl(6 << 28);
	ip->payload_len = bpf_htons(icmp_len);
	ip->nexthdr = IP6_NEXT_ICMP;
	ip->hop_limit = cfg.outer_ttl;
	ip->saddr = quoted->daddr;
	ip->daddr = quoted->saddr;
	icmp->type = ICMP6_TOO_BIG;
	icmp->code = 0;
	icmp->rest = bpf_htonl(mtu);
	icmp->checksum = 0;
	/* The pseudo-header: both addresses, then length and protocol, which fit into one word. */
	sum = bpf_csum_diff(NULL, 0, (void *)&ip->saddr, 2 * sizeof(ip->saddr),
			    bpf_htonl(icmp_len + IP6_NEXT_ICMP));
	icmp->checksum = ~csum_fold(bpf_csum_diff(NULL, 0, (void *)icmp, icmp_len, sum));
	return 0;
}

static __always_inline __verdict enum verdict refuse_too_big(struct pkt *p, __u32 longest_frame)
{
	__u32 mtu = longest_frame - ETH_HLEN;

	if (!cfg.icmp_too_big)
		return drop(p, KLB_DROP_TOO_BIG);
	if (!too_big_allowed(p))
		return drop(p, KLB_DROP_TOO_BIG_LIMIT);
	if (p->is_ip6)
		return answer_too_big_ip6(p->ctx, mtu) ? drop(p, KLB_DROP_TOO_BIG)
						       : transmit(p, KLB_TX_TOO_BIG_V6);
	return answer_too_big_ip4(p->ctx, mtu) ? drop(p, KLB_DROP_TOO_BIG)
					       : transmit(p, KLB_TX_TOO_BIG_V4);
}

static __always_inline __verdict enum verdict stage_check_size(struct pkt *p)
{
	if (p->frame_len > cfg.max_frame)
		return refuse_too_big(p, cfg.frame_to_ip6);
	count_event(p, KLB_EVENT_VIP_PACKETS);
	return NEXT;
}

static __always_inline __verdict enum verdict stage_check_room(struct pkt *p)
{
	bool to_ip6 = p->endpoint->flags & KLB_ENDPOINT_IPV6;
	__u32 longest_frame = to_ip6 ? cfg.frame_to_ip6 : cfg.frame_to_ip4;

	if (p->frame_len > longest_frame)
		return refuse_too_big(p, longest_frame);
	return NEXT;
}

#endif
