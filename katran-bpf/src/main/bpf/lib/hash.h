/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The hash of a flow. All balancers of an ECMP group must compute the same one, so nothing in here
 * is free: Bob Jenkins' lookup3 (public domain, 2006) over source address and ports, with the seeds
 * of the configuration. Destination address and protocol do not count.
 */
#ifndef KLB_HASH_H
#define KLB_HASH_H

#include <linux/types.h>

#include "../abi/config.h"
#include "packet.h"

#define JENKINS_INITVAL 0xdeadbeef

static __always_inline __u32 rotate_left(__u32 value, int bits)
{
	return value << bits | value >> (32 - bits);
}

static __always_inline void jenkins_mix(__u32 *a, __u32 *b, __u32 *c)
{
	*a -= *c, *a ^= rotate_left(*c, 4), *c += *b;
	*b -= *a, *b ^= rotate_left(*a, 6), *a += *c;
	*c -= *b, *c ^= rotate_left(*b, 8), *b += *a;
	*a -= *c, *a ^= rotate_left(*c, 16), *c += *b;
	*b -= *a, *b ^= rotate_left(*a, 19), *a += *c;
	*c -= *b, *c ^= rotate_left(*b, 4), *b += *a;
}

static __always_inline __u32 jenkins_final(__u32 a, __u32 b, __u32 c)
{
	c ^= b, c -= rotate_left(b, 14);
	a ^= c, a -= rotate_left(c, 11);
	b ^= a, b -= rotate_left(a, 25);
	c ^= b, c -= rotate_left(b, 16);
	a ^= c, a -= rotate_left(c, 4);
	b ^= a, b -= rotate_left(a, 14);
	c ^= b, c -= rotate_left(b, 24);
	return c;
}

static __always_inline __u32 hash_two_words(__u32 x, __u32 y, __u32 seed)
{
	__u32 start = JENKINS_INITVAL + 2 * sizeof(__u32) + seed;

	return jenkins_final(start + x, start + y, start);
}

static __always_inline __u32 hash_four_words(const __u32 word[4], __u32 seed)
{
	__u32 start = JENKINS_INITVAL + 4 * sizeof(__u32) + seed;
	__u32 a = start + word[0];
	__u32 b = start + word[1];
	__u32 c = start + word[2];

	jenkins_mix(&a, &b, &c);
	return jenkins_final(a + word[3], b, c);
}

/* Words are taken as they lie in memory: source port first, each port in network order. */
static __always_inline __u32 hash_flow(const struct klb_flow_key *flow, bool is_ip6)
{
	__u32 ports = (__u32)flow->dport << 16 | flow->sport;
	__u32 src = is_ip6 ? hash_four_words(flow->src, cfg.seed_v6) : flow->src[3];

	return hash_two_words(src, ports, cfg.seed_ports);
}

#endif
