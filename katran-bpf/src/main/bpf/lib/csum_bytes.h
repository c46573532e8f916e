/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The sum over the bytes of a packet, for the rare packet whose own checksums do not tell it.
 *
 * No map, no exit.
 */
#ifndef KLB_CSUM_BYTES_H
#define KLB_CSUM_BYTES_H

#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "csum.h"
#include "cursor.h"

#define SUM_CHUNK  128 /* a multiple of 4, and small enough for the helper's buffer */
#define SUM_CHUNKS 129 /* no frame is longer than limits.max-frame allows: 16384 */

/*
 * Both return the unfolded sum, in memory's byte order, of the bytes from `offset` on, as far as the
 * frame has them. Global functions, so that the verifier walks each loop once, whatever went before;
 * those may take the context and numbers only (kernel 5.10).
 */
__noinline __u32 sum_chunks(struct xdp_md *ctx, __u32 offset, __u32 chunks)
{
	struct cursor at = cursor_at_start(ctx);
	__u32 sum = 0;

	if (offset > ETH_HLEN)
		return 0;
	at.pos += offset;
	for (__u32 i = 0; i < SUM_CHUNKS && i < chunks; i++) {
		void *chunk = at.pos;

		if (!step_over(&at, SUM_CHUNK))
			break;
		sum = bpf_csum_diff(NULL, 0, chunk, SUM_CHUNK, sum);
	}
	return sum;
}

__noinline __u32 sum_rest(struct xdp_md *ctx, __u32 offset, __u32 len)
{
	struct cursor at = cursor_at_start(ctx);
	__u32 sum = 0;

	if (offset > ETH_HLEN + SUM_CHUNKS * SUM_CHUNK)
		return 0;
	at.pos += offset;
	for (__u32 i = 0; i < SUM_CHUNK; i++) {
		__u8 *byte = at.pos;

		if (i >= len || !step_over(&at, sizeof(*byte)))
			break;
		sum += bpf_htons(i % 2 ? *byte : *byte << 8);
	}
	return sum;
}

/* Adds up the big-endian words of `len` bytes from `offset` on. Folded. */
static __always_inline __u16 sum_bytes(struct xdp_md *ctx, __u32 offset, __u32 len)
{
	__u32 chunks = len / SUM_CHUNK;
	__u32 sum = csum_fold(sum_chunks(ctx, offset, chunks));

	sum += csum_fold(sum_rest(ctx, offset + chunks * SUM_CHUNK, len % SUM_CHUNK));
	return bpf_ntohs(csum_fold(sum));
}

#endif
