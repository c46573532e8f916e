/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The Internet checksum (RFC 1071). Sums are over big-endian words held in host order, and unfolded
 * until the end.
 */
#ifndef KLB_CSUM_H
#define KLB_CSUM_H

#include <linux/ip.h>
#include <linux/types.h>
#include <bpf/bpf_endian.h>

/* Folds a sum of fewer than 65536 words into 16 bits with end-around carry. */
static __always_inline __u16 csum_fold(__u32 sum)
{
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

/* What the checksum field of a 20-byte IPv4 header must hold, whatever it holds now. */
static __always_inline __be16 csum_ip4_header(const struct iphdr *ip)
{
	__be16 word[sizeof(*ip) / 2];
	__u32 sum = 0;

	__builtin_memcpy(word, ip, sizeof(word));
	for (int i = 0; i < (int)(sizeof(word) / sizeof(word[0])); i++)
		sum += bpf_ntohs(word[i]);
	sum -= bpf_ntohs(ip->check);
	return bpf_htons(~csum_fold(sum));
}

/*
 * A checksum after a word of its packet shrank by `less`. Plain one's-complement addition: the form
 * of RFC 1624 can give 0x0000 where receivers expect 0xffff.
 */
static __always_inline __be16 csum_word_shrank(__be16 check, __u16 less)
{
	return bpf_htons(csum_fold((__u32)bpf_ntohs(check) + less));
}

/* A checksum after a word of its packet grew by `more`. */
static __always_inline __be16 csum_word_grew(__be16 check, __u16 more)
{
	__u16 old = bpf_ntohs(check);

	return bpf_htons(old - more - (old < more));
}

#endif
