/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The connection table as one kernel LRU hash per CPU, which makes inserts free of contention. A
 * packet that is no SYN and is unknown here may have been seen by another CPU: the NIC's spreading
 * changed, or the flow was steered. So the other CPUs' tables are asked before the ring, and what
 * is found is copied. That search is bounded, and given up while this CPU is above its limit of
 * new flows, so that a flood of unknown packets cannot multiply its cost by the number of CPUs.
 *
 * Where flows change CPU, an entry of an earlier connection with the same ports may wait on another
 * CPU. So while they do, which the first copy tells, a SYN also corrects the other CPUs' entries.
 *
 * Maps: conn_tables, conn_fallback, conn_roaming. Events: PEER_HIT, PEER_CORRECTED, FALLBACK_TABLE,
 * FLOW_EXPIRED, FLOW_STALE, FLOW_INSERT_FAILED.
 */
#ifndef KLB_CONN_LRU_H
#define KLB_CONN_LRU_H

#include <stdbool.h>
#include <linux/in.h>
#include <bpf/bpf_helpers.h>

#include "../abi/config.h"
#include "../abi/maps.h"
#include "endpoint.h"
#include "limit.h"
#include "packet.h"
#include "stats.h"

/* For so long after the last sign of it flows are taken to change CPU. */
#define LRU_ROAMING_MEMORY_NS (60 * NSEC_PER_SEC)

static __always_inline void lru_open(struct pkt *p)
{
	__u32 cpu = bpf_get_smp_processor_id();
	void *table = bpf_map_lookup_elem(&conn_tables, &cpu);

	if (!table)
		count_event(p, KLB_EVENT_FALLBACK_TABLE);
	barrier_var(table); /* keeps the compiler from splitting all that follows in two */
	p->table = table;
}

/*
 * One call for each map: where one call can meet two maps, the kernel cannot put the map's own
 * function in its place. The barrier keeps the compiler from making them one again.
 */
static __always_inline struct klb_flow *lru_lookup(void *table, const struct klb_flow_key *key)
{
	struct klb_flow *flow;

	if (table)
		return bpf_map_lookup_elem(table, key);
	flow = bpf_map_lookup_elem(&conn_fallback, key);
	barrier();
	return flow;
}

static __always_inline bool lru_is_expired(struct pkt *p, __u64 seen_ns)
{
	return p->vip.proto == IPPROTO_UDP &&
	       (__s64)(packet_time(p) - seen_ns) > (__s64)cfg.udp_timeout_ns;
}

/* A key as the three words in which it can be handed to a function of its own. */
union lru_key_words {
	struct klb_flow_key key;
	__u64 word[3];
};

static __always_inline struct klb_conn_roaming *lru_roaming(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&conn_roaming, &zero);
}

/*
 * Sends the flow's entries on all CPUs but this one to an endpoint. Returns how many went elsewhere.
 * A global function for the reasons of lru_ask_peers().
 */
__noinline __u32 lru_correct_peers(__u64 word0, __u64 word1, __u64 word2, __u32 endpoint)
{
	union lru_key_words flow_key = {.word = {word0, word1, word2}};
	__u64 own_cpu = bpf_get_smp_processor_id();
	__u64 cpus = cfg.conn_cpus;
	__u32 corrected = 0;

	for (__u64 cpu = 0; cpu < KLB_CPUS_MAX && cpu < cpus; cpu++) {
		__u32 index = cpu;
		void *table = cpu == own_cpu ? NULL : bpf_map_lookup_elem(&conn_tables, &index);
		struct klb_flow *flow = table ? bpf_map_lookup_elem(table, &flow_key.key) : NULL;

		if (flow && flow->endpoint != endpoint) {
			flow->endpoint = endpoint;
			corrected++;
		}
	}
	return corrected;
}

static __always_inline void lru_announce_syn(struct pkt *p)
{
	struct klb_conn_roaming *roaming = lru_roaming();
	union lru_key_words flow_key = {.key = p->flow};

	if (cfg.conn_cpus <= 1 || !roaming || (__s64)(roaming->until_ns - packet_time(p)) < 0)
		return;
	if (lru_correct_peers(flow_key.word[0], flow_key.word[1], flow_key.word[2], p->endpoint_id))
		count_event(p, KLB_EVENT_PEER_CORRECTED);
}

static __always_inline void lru_note_roaming(struct pkt *p)
{
	struct klb_conn_roaming *roaming = lru_roaming();

	if (roaming)
		roaming->until_ns = packet_time(p) + LRU_ROAMING_MEMORY_NS;
}

static __always_inline void lru_store(struct pkt *p)
{
	struct klb_flow_key key = p->flow;
	struct klb_flow flow = {
		.endpoint = p->endpoint_id,
		.state = p->is_syn ? KLB_FLOW_HALF_OPEN : KLB_FLOW_OPEN,
		.seen_ns = packet_time(p),
	};
	long failed;

	if (p->table)
		failed = bpf_map_update_elem(p->table, &key, &flow, BPF_ANY);
	else
		failed = bpf_map_update_elem(&conn_fallback, &key, &flow, BPF_ANY);
	if (failed)
		count_event(p, KLB_EVENT_FLOW_INSERT_FAILED);
	if (p->is_syn)
		lru_announce_syn(p);
}

/*
 * Returns the endpoint of the flow's entry in any table but this CPU's, 0 if there is none that was
 * written after `oldest`. The entry written last wins, because the flow may have been opened anew on
 * a CPU since. An entry can be reused while we read it: send_to() then still keeps the packet inside
 * its VIP.
 *
 * A global function, so that the verifier walks the loop once and not once for each way of getting
 * here; those may take numbers and no pointers (kernel 5.10).
 */
__noinline __u32 lru_ask_peers(__u64 word0, __u64 word1, __u64 word2, __u64 oldest)
{
	union lru_key_words flow_key = {.word = {word0, word1, word2}};
	__u64 own_cpu = bpf_get_smp_processor_id();
	__u64 cpus = cfg.conn_cpus;
	__u64 newest = oldest;
	__u32 endpoint = 0;

	/* 64 bits and a copy for the key: the verifier must see the counter wherever it is kept. */
	for (__u64 cpu = 0; cpu < KLB_CPUS_MAX && cpu < cpus; cpu++) {
		__u32 index = cpu;
		void *table = cpu == own_cpu ? NULL : bpf_map_lookup_elem(&conn_tables, &index);
		struct klb_flow *flow = table ? bpf_map_lookup_elem(table, &flow_key.key) : NULL;

		if (flow && (__s64)(flow->seen_ns - newest) > 0) {
			endpoint = flow->endpoint;
			newest = flow->seen_ns;
		}
	}
	return endpoint;
}

static __always_inline void lru_find_elsewhere(struct pkt *p, const struct klb_flow_key *key)
{
	union lru_key_words flow_key = {.key = *key};
	__u64 oldest = 0;
	__u32 endpoint;

	if (cfg.conn_cpus <= 1 || new_flows_exhausted(p))
		return;
	if (p->vip.proto == IPPROTO_UDP)
		oldest = packet_time(p) - cfg.udp_timeout_ns - 1;
	endpoint = lru_ask_peers(flow_key.word[0], flow_key.word[1], flow_key.word[2], oldest);
	if (!endpoint || !send_to(p, endpoint))
		return;
	count_event(p, KLB_EVENT_PEER_HIT);
	lru_note_roaming(p);
	lru_store(p);
}

/* Sends the packet where its flow goes; returns false if the entry is of no use any more. */
static __always_inline bool lru_follow(struct pkt *p, struct klb_flow *flow)
{
	if (lru_is_expired(p, flow->seen_ns)) {
		count_event(p, KLB_EVENT_FLOW_EXPIRED);
		return false;
	}
	if (!send_to(p, flow->endpoint)) {
		count_event(p, KLB_EVENT_FLOW_STALE);
		return false;
	}
	if (p->vip.proto == IPPROTO_UDP)
		flow->seen_ns = packet_time(p);
	else if (flow->state != KLB_FLOW_OPEN)
		flow->state = KLB_FLOW_OPEN;
	return true;
}

/* What a table has for a flow, seen from where the packet goes. */
enum lru_entry {
	LRU_ABSENT,
	LRU_SAME,  /* that real */
	LRU_OTHER, /* another one; it is that real now */
};

/* Sends the packet to an endpoint if that is the real where it goes anyway. */
static __always_inline bool lru_prefer(struct pkt *p, __u32 endpoint)
{
	const struct klb_endpoint *chosen = p->endpoint;
	__u32 chosen_id = p->endpoint_id;

	if (send_to(p, endpoint) && p->endpoint->real == chosen->real)
		return true;
	p->endpoint = chosen;
	p->endpoint_id = chosen_id;
	return false;
}

/*
 * Brings the flow's entry, if there is one, in line with the real that was chosen without it. A flow
 * that was at that real before keeps the endpoint that it had there, so that it goes on being
 * counted for its VIP and real together.
 */
static __always_inline enum lru_entry lru_align(struct pkt *p)
{
	struct klb_flow_key key = p->flow;
	struct klb_flow *flow = lru_lookup(p->table, &key);

	if (!flow)
		return LRU_ABSENT;
	if (p->vip.proto == IPPROTO_UDP)
		flow->seen_ns = packet_time(p);
	if (lru_prefer(p, flow->endpoint))
		return LRU_SAME;
	flow->endpoint = p->endpoint_id;
	return LRU_OTHER;
}

static __always_inline void lru_find(struct pkt *p)
{
	struct klb_flow_key key = p->flow;
	struct klb_flow *flow = lru_lookup(p->table, &key);

	if (!flow || !lru_follow(p, flow))
		lru_find_elsewhere(p, &key);
}

#endif
