/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Counting, and leaving. The first stage looks up this CPU's record of counters, once; at the end
 * count_exit() counts the one exit that a stage chose with pass(), drop() or transmit(). All
 * counters are per CPU and XDP is not re-entered on a CPU, so plain additions are enough.
 *
 * Map: globals. Exits and events: whatever the stages choose.
 */
#ifndef KLB_STATS_H
#define KLB_STATS_H

#include <bpf/bpf_helpers.h>

#include "../abi/maps.h"
#include "packet.h"
#include "verdict.h"

/* The prefix of an exit's name is its verdict: Java sums by it. */
static __always_inline __verdict enum verdict pass(struct pkt *p, enum klb_exit klb_pass)
{
	p->exit = klb_pass;
	return VERDICT_PASS;
}

static __always_inline __verdict enum verdict drop(struct pkt *p, enum klb_exit klb_drop)
{
	p->exit = klb_drop;
	return VERDICT_DROP;
}

static __always_inline __verdict enum verdict transmit(struct pkt *p, enum klb_exit klb_tx)
{
	p->exit = klb_tx;
	return VERDICT_TX;
}

static __always_inline void count_event(struct pkt *p, enum klb_event event)
{
	p->globals->event[event]++;
}

static __always_inline __verdict enum verdict stage_open(struct pkt *p)
{
	__u32 zero = 0;

	p->globals = bpf_map_lookup_elem(&globals, &zero);
	if (!p->globals)
		return VERDICT_DROP; /* cannot happen, and leaves nowhere to count it */
	p->at = cursor_at_start(p->ctx);
	p->frame_len = p->at.end - p->at.pos;
	return NEXT;
}

static __always_inline int count_exit(struct pkt *p, enum verdict verdict)
{
	__u64 number = p->exit;

	if (p->globals) {
		struct klb_count *exit;

		barrier_var(number); /* the verifier may have lost sight of it: show the bound */
		exit = &p->globals->exit[number & (KLB_EXIT_MAX - 1)];
		exit->packets++;
		exit->bytes += p->frame_len;
	}
	return verdict;
}

#endif
