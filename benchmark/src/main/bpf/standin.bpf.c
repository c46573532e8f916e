// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * A cost model, not a balancer: never attach it. It makes for each packet the map operations that
 * the reference, C++ Katran, is known to make in its default build, so that a run of the benchmark
 * has a ratio at hand where the reference itself is not installed. For an established TCP flow these
 * are ten look-ups: total, VIP, VIP packets, table of this CPU, flow, real, MAC, counter of the VIP,
 * counter of the real, verdict.
 *
 * It was written from a description of that behaviour. It is IPIP only, knows neither QUIC nor ICMP
 * errors, and refuses nothing it should refuse; how its code compiles is its own, so a ratio to it
 * is an estimate of the ratio to the reference.
 */
#include <stdbool.h>
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "lib/csum.h"
#include "lib/cursor.h"
#include "lib/eth.h"
#include "lib/hash.h"
#include "lib/ip.h"
#include "standin_maps.h"

#define NSEC_PER_SEC	1000000000ULL
#define NEW_FLOW_LIMIT	125000
#define UDP_TIMEOUT_NS	(30 * NSEC_PER_SEC)
#define FRAME_MAX	1514
#define OUTER_TTL	64
#define SEED_PORTS	33554944
#define SEED_IPV6	512
#define VIP_NO_SRC_PORT 1
#define VIP_NO_TABLE	2
#define REAL_IS_IPV6	1

struct packet {
	struct xdp_md *ctx;
	struct cursor at;
	__u64 frame_len;
	struct standin_flow_key flow;
	struct standin_vip_key vip_key;
	struct standin_vip vip;
	void *table;
	struct standin_real *real;
	__u32 real_number;
	__u16 ip_len;
	__u8 tos;
	bool is_ip6;
	bool is_syn;
	bool is_rst;
};

static __always_inline struct standin_pair *stat(__u32 index)
{
	return bpf_map_lookup_elem(&stats, &index);
}

static __always_inline bool add(struct standin_pair *pair, __u64 first, __u64 second)
{
	if (!pair)
		return false;
	pair->first += first;
	pair->second += second;
	return true;
}

static __always_inline int answer_echo(struct packet *p)
{
	struct cursor at = cursor_at_start(p->ctx);
	struct eth_header *eth = at.pos;
	struct iphdr *ip = at.pos + sizeof(*eth);
	struct icmp_header *icmp = at.pos + sizeof(*eth) + sizeof(*ip);
	struct mac mac;
	__be32 addr;

	if (!step_over(&at, sizeof(*eth) + sizeof(*ip) + sizeof(*icmp)))
		return XDP_DROP;
	if (icmp->type != ICMP4_ECHO_REQUEST)
		return XDP_PASS;
	mac = eth->source;
	eth->source = eth->dest;
	eth->dest = mac;
	addr = ip->saddr;
	ip->saddr = ip->daddr;
	ip->daddr = addr;
	ip->ttl = OUTER_TTL;
	ip->check = csum_ip4_header(ip);
	icmp->type = ICMP4_ECHO_REPLY;
	icmp->checksum =
		csum_word_shrank(icmp->checksum, (ICMP4_ECHO_REQUEST - ICMP4_ECHO_REPLY) << 8);
	return XDP_TX;
}

static __always_inline bool parse_ip4(struct packet *p)
{
	struct iphdr *ip = p->at.pos;

	if (!step_over(&p->at, sizeof(*ip)) || ip4_has_options(ip) || ip4_is_fragment(ip))
		return false;
	p->tos = ip->tos;
	p->ip_len = bpf_ntohs(ip->tot_len);
	p->flow.proto = ip->protocol;
	p->flow.src[0] = ip->saddr;
	p->flow.dst[0] = ip->daddr;
	return true;
}

static __always_inline bool parse_ip6(struct packet *p)
{
	struct ipv6hdr *ip = p->at.pos;

	if (!step_over(&p->at, sizeof(*ip)) || ip6_is_fragment(ip))
		return false;
	p->is_ip6 = true;
	p->tos = ip6_traffic_class(ip);
	p->ip_len = bpf_ntohs(ip->payload_len);
	p->flow.proto = ip->nexthdr;
	__builtin_memcpy(p->flow.src, &ip->saddr, sizeof(p->flow.src));
	__builtin_memcpy(p->flow.dst, &ip->daddr, sizeof(p->flow.dst));
	return true;
}

static __always_inline bool parse_ports(struct packet *p)
{
	struct tcphdr *tcp = p->at.pos;
	struct udphdr *udp = p->at.pos;

	if (p->flow.proto == IPPROTO_UDP) {
		if (!step_over(&p->at, sizeof(*udp)))
			return false;
		p->flow.sport = udp->source;
		p->flow.dport = udp->dest;
		return true;
	}
	if (!step_over(&p->at, sizeof(*tcp)))
		return false;
	p->flow.sport = tcp->source;
	p->flow.dport = tcp->dest;
	p->is_syn = tcp->syn;
	p->is_rst = tcp->rst;
	return true;
}

static __always_inline bool find_vip(struct packet *p)
{
	struct standin_vip *vip;

	__builtin_memcpy(p->vip_key.addr, p->flow.dst, sizeof(p->vip_key.addr));
	p->vip_key.port = p->flow.dport;
	p->vip_key.proto = p->flow.proto;
	vip = bpf_map_lookup_elem(&vip_map, &p->vip_key);
	if (!vip) {
		p->vip_key.port = 0;
		vip = bpf_map_lookup_elem(&vip_map, &p->vip_key);
		if (!vip)
			return false;
		p->flow.dport = 0;
	}
	p->vip = *vip;
	return true;
}

static __always_inline void find_table(struct packet *p)
{
	__u32 cpu = bpf_get_smp_processor_id();

	p->table = bpf_map_lookup_elem(&lru_mapping, &cpu);
	if (!p->table) {
		p->table = &fallback_cache;
		add(stat(STANDIN_FALLBACK), 1, 0);
	}
}

static __always_inline void find_flow(struct packet *p)
{
	struct standin_flow *flow = bpf_map_lookup_elem(p->table, &p->flow);

	if (!flow)
		return;
	if (p->flow.proto == IPPROTO_UDP) {
		__u64 now = bpf_ktime_get_ns();

		if (now - flow->seen_ns > UDP_TIMEOUT_NS)
			return;
		flow->seen_ns = now;
	}
	p->real_number = flow->real;
	p->real = bpf_map_lookup_elem(&reals, &p->real_number);
}

static __always_inline bool is_flooded(void)
{
	struct standin_pair *rate = stat(STANDIN_NEW_FLOWS);
	__u64 now = bpf_ktime_get_ns();

	if (!rate)
		return true;
	if (now - rate->second > NSEC_PER_SEC) {
		rate->first = 1;
		rate->second = now;
		return false;
	}
	return ++rate->first > NEW_FLOW_LIMIT;
}

static __always_inline __u32 hash_of(const struct standin_flow_key *flow, bool is_ip6)
{
	__u32 src = is_ip6 ? hash_four_words(flow->src, SEED_IPV6) : flow->src[0];

	return hash_two_words(src, (__u32)flow->dport << 16 | flow->sport, SEED_PORTS);
}

/* For the one VIP that somebody watches. */
static __always_inline void note_miss(struct packet *p)
{
	__u32 zero = 0;
	struct standin_vip_key *watched = bpf_map_lookup_elem(&vip_miss_stats, &zero);
	__u32 *misses;

	if (!watched || watched->addr[0] != p->vip_key.addr[0] ||
	    watched->port != p->vip_key.port || watched->proto != p->vip_key.proto)
		return;
	misses = bpf_map_lookup_elem(&lru_miss_stats, &p->real_number);
	if (misses)
		(*misses)++;
}

static __always_inline void remember_flow(struct packet *p)
{
	struct standin_flow flow = {.real = p->real_number};

	if (p->flow.proto == IPPROTO_UDP)
		flow.seen_ns = bpf_ktime_get_ns();
	bpf_map_update_elem(p->table, &p->flow, &flow, BPF_ANY);
}

static __always_inline bool pick_from_ring(struct packet *p)
{
	__u32 slot = p->vip.number * RING_SLOTS + hash_of(&p->flow, p->is_ip6) % RING_SLOTS;
	bool flooded;
	__u32 *real;

	if (p->flow.proto == IPPROTO_TCP && !add(stat(STANDIN_MISSES), p->is_syn, !p->is_syn))
		return false;
	flooded = is_flooded();
	real = bpf_map_lookup_elem(&ch_rings, &slot);
	if (!real || !*real)
		return false;
	p->real_number = *real;
	p->real = bpf_map_lookup_elem(&reals, &p->real_number);
	if (!p->real)
		return false;
	if (!(p->vip.flags & VIP_NO_TABLE) && !flooded && !p->is_rst)
		remember_flow(p);
	note_miss(p);
	return add(stat(STANDIN_VIP_PACKETS), 0, 1);
}

static __always_inline void *prepend(struct packet *p, __u32 len, __u16 ethertype, __u64 mac)
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
	__builtin_memcpy(&eth->dest, &mac, sizeof(eth->dest));
	eth->type = bpf_htons(ethertype);
	return eth + 1;
}

static __always_inline int encapsulate_in_ip4(struct packet *p, __u64 mac)
{
	struct iphdr *ip = prepend(p, sizeof(*ip), ETH_P_IP, mac);
	__u16 low = bpf_ntohl(p->flow.src[0]) ^ p->flow.sport;

	if (!ip)
		return XDP_DROP;
	ip->version = IPVERSION;
	ip->ihl = sizeof(*ip) / 4;
	ip->tos = p->tos;
	ip->tot_len = bpf_htons(p->ip_len + sizeof(*ip));
	ip->id = 0;
	ip->frag_off = 0;
	ip->ttl = OUTER_TTL;
	ip->protocol = IPPROTO_IPIP;
	ip->check = 0;
	ip->saddr = bpf_htonl(0xac10 << 16 | low);
	ip->daddr = p->real->addr[0];
	ip->check = csum_ip4_header(ip);
	return XDP_TX;
}

static __always_inline int encapsulate_in_ip6(struct packet *p, __u64 mac)
{
	struct ipv6hdr *ip = prepend(p, sizeof(*ip), ETH_P_IPV6, mac);

	if (!ip)
		return XDP_DROP;
	*(__be32 *)ip = bpf_htonl(6 << 28 | p->tos << 20);
	ip->payload_len = bpf_htons(p->ip_len + (p->is_ip6 ? sizeof(*ip) : 0));
	ip->nexthdr = p->is_ip6 ? IPPROTO_IPV6 : IPPROTO_IPIP;
	ip->hop_limit = OUTER_TTL;
	ip->saddr.s6_addr32[0] = bpf_htonl(0x01000000);
	ip->saddr.s6_addr32[1] = 0;
	ip->saddr.s6_addr32[2] = 0;
	ip->saddr.s6_addr32[3] = p->flow.src[p->is_ip6 ? 3 : 0] ^ p->flow.sport;
	__builtin_memcpy(&ip->daddr, p->real->addr, sizeof(ip->daddr));
	return XDP_TX;
}

static __always_inline int send(struct packet *p)
{
	__u32 zero = 0;
	__u64 *mac = bpf_map_lookup_elem(&ctl_array, &zero);

	if (!mac || !add(stat(p->vip.number), 1, p->ip_len) ||
	    !add(bpf_map_lookup_elem(&reals_stats, &p->real_number), 1, p->ip_len))
		return XDP_DROP;
	return p->real->flags & REAL_IS_IPV6 ? encapsulate_in_ip6(p, *mac) :
					       encapsulate_in_ip4(p, *mac);
}

static __always_inline int balance(struct packet *p)
{
	if (p->flow.proto != IPPROTO_TCP && p->flow.proto != IPPROTO_UDP)
		return XDP_PASS;
	if (!parse_ports(p))
		return XDP_DROP;
	if (!find_vip(p))
		return XDP_PASS;
	if (p->frame_len > FRAME_MAX || !add(stat(STANDIN_VIP_PACKETS), 1, 0))
		return XDP_DROP;
	if (p->vip.flags & VIP_NO_SRC_PORT)
		p->flow.sport = 0;
	find_table(p);
	if (!p->is_syn && !(p->vip.flags & VIP_NO_TABLE))
		find_flow(p);
	if (!p->real && !pick_from_ring(p))
		return XDP_DROP;
	return send(p);
}

static __always_inline int process(struct packet *p)
{
	struct eth_header *eth = p->at.pos;

	if (!step_over(&p->at, sizeof(*eth)) || !add(stat(STANDIN_TOTAL), 1, p->frame_len))
		return XDP_DROP;
	if (eth->type == bpf_htons(ETH_P_IP)) {
		if (!parse_ip4(p))
			return XDP_DROP;
		return p->flow.proto == IPPROTO_ICMP ? answer_echo(p) : balance(p);
	}
	if (eth->type == bpf_htons(ETH_P_IPV6))
		return parse_ip6(p) ? balance(p) : XDP_DROP;
	return XDP_PASS;
}

SEC("xdp")
int klb_standin(struct xdp_md *ctx)
{
	struct packet packet = {.ctx = ctx, .at = cursor_at_start(ctx)};
	int verdict;

	packet.frame_len = packet.at.end - packet.at.pos;
	verdict = process(&packet);
	add(stat(verdict == XDP_TX   ? STANDIN_TX :
		 verdict == XDP_PASS ? STANDIN_PASS :
				       STANDIN_DROP),
	    1, packet.frame_len);
	return verdict;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
