/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A position in a frame that moves over header after header. step_over() is the only place that
 * compares with the end of the frame: once it has said yes, the bytes it stepped over may be read
 * and written until the frame's head or tail is moved, which needs a new cursor.
 */
#ifndef KLB_CURSOR_H
#define KLB_CURSOR_H

#include <stdbool.h>
#include <linux/bpf.h>
#include <linux/types.h>

struct cursor {
	void *pos;
	void *end;
};

static __always_inline struct cursor cursor_at_start(struct xdp_md *ctx)
{
	struct cursor cursor = {
		.pos = (void *)(long)ctx->data,
		.end = (void *)(long)ctx->data_end,
	};

	return cursor;
}

/* Returns false, and stays, if the frame ends within the next len bytes. */
static __always_inline bool step_over(struct cursor *cursor, __u32 len)
{
	if (cursor->pos + len > cursor->end)
		return false;
	cursor->pos += len;
	return true;
}

#endif
