/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Questions about IP headers. The checks of both programs: we handle neither fragments nor IPv4
 * options, because only a first fragment has ports and options move them.
 */
#ifndef KLB_IP_H
#define KLB_IP_H

#include <stdbool.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <bpf/bpf_endian.h>

#define IP4_MORE_FRAGMENTS  0x2000
#define IP4_FRAGMENT_OFFSET 0x1fff
#define IP6_NEXT_FRAGMENT   44 /* RFC 8200, 4.5 */

#define IP4_PROTO_ICMP 1
#define IP6_NEXT_ICMP  58

#define ICMP4_ECHO_REQUEST 8
#define ICMP4_ECHO_REPLY   0
#define ICMP4_UNREACHABLE  3
#define ICMP4_FRAG_NEEDED  4 /* a code of ICMP4_UNREACHABLE */
#define ICMP6_ECHO_REQUEST 128
#define ICMP6_ECHO_REPLY   129
#define ICMP6_UNREACHABLE  1
#define ICMP6_TOO_BIG	   2

#define IP6_MIN_MTU 1280 /* RFC 8200, 5 */

/*
 * What ICMP (RFC 792) and ICMPv6 (RFC 4443) have in common. Our own, because <linux/icmp.h> draws in
 * the headers of the C library, which have none for this target.
 */
struct icmp_header {
	__u8 type;
	__u8 code;
	__be16 checksum;
	__be32 rest;
};

static __always_inline bool ip4_has_options(const struct iphdr *ip)
{
	return ip->ihl != sizeof(*ip) / 4;
}

/* True for the first and for every later fragment. */
static __always_inline bool ip4_is_fragment(const struct iphdr *ip)
{
	return ip->frag_off & bpf_htons(IP4_MORE_FRAGMENTS | IP4_FRAGMENT_OFFSET);
}

static __always_inline bool ip6_is_fragment(const struct ipv6hdr *ip)
{
	return ip->nexthdr == IP6_NEXT_FRAGMENT;
}

/* ::ffff:a.b.c.d, which stands for an IPv4 address in sockets and never on the wire (RFC 4291). */
static __always_inline bool ip6_is_mapped_ip4(const struct in6_addr *addr)
{
	return !addr->s6_addr32[0] && !addr->s6_addr32[1] &&
	       addr->s6_addr32[2] == bpf_htonl(0xffff);
}

/* The traffic class lies across the first two bytes. */
static __always_inline __u8 ip6_traffic_class(const struct ipv6hdr *ip)
{
	return ip->priority << 4 | ip->flow_lbl[0] >> 4;
}

#endif
