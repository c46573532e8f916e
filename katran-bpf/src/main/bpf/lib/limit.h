/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Rate limits of one CPU. New flows: a flood of SYNs must not push the established flows out of the
 * connection table, so beyond a number a second flows are forwarded by the ring and not remembered.
 * Echo replies, and answers to too long packets: a token bucket each.
 *
 * Map: limiters.
 */
#ifndef KLB_LIMIT_H
#define KLB_LIMIT_H

#include <stdbool.h>
#include <bpf/bpf_helpers.h>

#include "../abi/config.h"
#include "../abi/maps.h"
#include "packet.h"

#define NSEC_PER_SEC 1000000000ULL

static __always_inline struct klb_limiters *limiters_of_cpu(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&limiters, &zero);
}

static __always_inline bool window_is_over(const struct klb_limiters *limiters, __u64 now)
{
	return (__s64)(now - limiters->window_start_ns) > (__s64)NSEC_PER_SEC;
}

/* Asks for room for one more flow; a window starts with the first request after the last one. */
static __always_inline bool new_flow_allowed(struct pkt *p)
{
	struct klb_limiters *limiters = limiters_of_cpu();
	__u64 now = packet_time(p);

	if (!limiters)
		return false;
	if (window_is_over(limiters, now)) {
		limiters->window_start_ns = now;
		limiters->window_count = 0;
	}
	limiters->window_count++;
	return limiters->window_count <= cfg.new_flow_limit;
}

/* Whether the next request of this window would be refused. */
static __always_inline bool new_flows_exhausted(struct pkt *p)
{
	struct klb_limiters *limiters = limiters_of_cpu();

	if (!limiters)
		return true;
	return limiters->window_count >= cfg.new_flow_limit &&
	       !window_is_over(limiters, packet_time(p));
}

/*
 * The bucket is kept as the time at which it will be full again: each reply moves that time by the
 * interval of one token, and it may lie at most the whole burst ahead.
 */
static __always_inline bool take_token(__u64 *due_ns, __u64 now, __u32 rate, __u32 burst)
{
	__u64 interval = NSEC_PER_SEC / rate;
	__u64 due = *due_ns;

	if ((__s64)(due - now) < 0)
		due = now;
	due += interval;
	if (due - now > interval * burst)
		return false;
	*due_ns = due;
	return true;
}

static __always_inline bool echo_allowed(struct pkt *p)
{
	struct klb_limiters *limiters = limiters_of_cpu();

	if (!cfg.echo_rate)
		return true;
	return limiters &&
	       take_token(&limiters->echo_due_ns, packet_time(p), cfg.echo_rate, cfg.echo_burst);
}

static __always_inline bool too_big_allowed(struct pkt *p)
{
	struct klb_limiters *limiters = limiters_of_cpu();

	if (!cfg.too_big_rate)
		return true;
	return limiters && take_token(&limiters->too_big_due_ns, packet_time(p), cfg.too_big_rate,
				      cfg.too_big_burst);
}

#endif
