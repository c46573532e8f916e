// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Makes one BPF_PROG_TEST_RUN with many repetitions a measurement of a program that changes its
 * packet. The kernel does not restore the packet between repetitions: the second pass of a balancer
 * would see the encapsulated packet of the first. So each repetition runs klb_bench_wrap, which puts
 * the packet back as it was and then tail-calls the program under test.
 *
 * What this costs is measured by wrapping klb_bench_null in the same round, and subtracted. All
 * steps are therefore taken always, needed or not: with the null program, too.
 */
#include <linux/bpf.h>
#include <linux/types.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

/* No program under test writes to the packet behind these bytes. */
#define RESTORED_MAX 128

/* Odd, so that consecutive passes walk all flows of a mask in an order that no prefetcher guesses. */
#define FLOW_STRIDE 2654435761U

/* Value of bench_frame: the packet, and how its flows differ. */
struct bench_frame {
	__u64 first_begin; /* the packet's place at the first pass of a test run; Java writes 0 */
	__u64 first_end;
	__u64 begin; /* its place now */
	__u64 end;
	__u32 restored; /* bytes to restore */
	__u32 pass;	/* number of the next pass; Java decides where to go on */
	__u32 flow_at;	/* offset of the four bytes that tell flows apart */
	__u32 flow_mask; /* in which low-order bits; 0: all passes are one flow */
	__be32 flow_word; /* these four bytes in the original */
	__u8 byte[RESTORED_MAX];
	__u32 pad;
};

_Static_assert(sizeof(struct bench_frame) == 184, "bench_frame");

/*
 * Holds the packet that every pass starts with.
 * Written by Java before each test run, read and written by the wrapper.
 * Size: 1.
 * Miss: cannot happen.
 */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct bench_frame);
} bench_frame SEC(".maps");

/*
 * Holds the program under test.
 * Written by Java, read by the wrapper.
 * Size: 1.
 * Miss: the pass ends with XDP_ABORTED.
 */
struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} bench_target SEC(".maps");

/*
 * Where the packet lies, as numbers. The verifier lets packet pointers be compared only with each
 * other, but what was stored in a map and is loaded again is a number to it.
 */
static __always_inline void note_place(struct xdp_md *ctx, struct bench_frame *frame)
{
	*(void *volatile *)&frame->begin = (void *)(long)ctx->data;
	*(void *volatile *)&frame->end = (void *)(long)ctx->data_end;
	if (!frame->first_begin) {
		frame->first_begin = *(volatile __u64 *)&frame->begin;
		frame->first_end = *(volatile __u64 *)&frame->end;
	}
}

static __always_inline int restore_place(struct xdp_md *ctx, struct bench_frame *frame)
{
	int head = frame->first_begin - *(volatile __u64 *)&frame->begin;
	int tail = frame->first_end - *(volatile __u64 *)&frame->end;

	return bpf_xdp_adjust_head(ctx, head) || bpf_xdp_adjust_tail(ctx, tail);
}

static __always_inline int restore_bytes(struct xdp_md *ctx, struct bench_frame *frame)
{
	__u32 flow = frame->pass++ * FLOW_STRIDE & frame->flow_mask;
	__u32 at = frame->flow_at;
	__u32 restored = frame->restored;

	if (at > sizeof(frame->byte) - sizeof(__be32) || restored < 1 ||
	    restored > sizeof(frame->byte))
		return -1;
	*(__be32 *)(frame->byte + at) = frame->flow_word ^ bpf_htonl(flow);
	return bpf_xdp_store_bytes(ctx, 0, frame->byte, restored);
}

SEC("xdp")
int klb_bench_wrap(struct xdp_md *ctx)
{
	__u32 zero = 0;
	struct bench_frame *frame = bpf_map_lookup_elem(&bench_frame, &zero);

	if (!frame)
		return XDP_ABORTED;
	note_place(ctx, frame);
	if (restore_place(ctx, frame) || restore_bytes(ctx, frame))
		return XDP_ABORTED;
	bpf_tail_call(ctx, &bench_target, 0);
	return XDP_ABORTED;
}

/* What every program does at least: nothing. */
SEC("xdp")
int klb_bench_null(struct xdp_md *ctx)
{
	return XDP_TX;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
