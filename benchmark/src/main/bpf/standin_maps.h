/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The maps of the stand-in: kinds, sizes of keys and values, and names are those by which the
 * reference's maps are publicly known. What counts here is their cost. All are written by Java and
 * read by the packet path, but for the counters and the connection tables, which it writes.
 */
#ifndef KLB_STANDIN_MAPS_H
#define KLB_STANDIN_MAPS_H

#include <linux/bpf.h>
#include <linux/types.h>
#include <bpf/bpf_helpers.h>

#define RING_SLOTS    65537
#define VIPS_MAX      512
#define VIPS_WITH_RING 8 /* as many as the benchmark has; only memory that is touched costs time */
#define REALS_MAX     4096
#define CPUS_MAX      128

#pragma clang diagnostic push
#pragma clang diagnostic error "-Wpadded"

/* Key of vip_map. An IPv4 address is in the first word, here and everywhere. */
struct standin_vip_key {
	__be32 addr[4];
	__be16 port;
	__u8 proto;
	__u8 pad;
};

struct standin_vip {
	__u32 flags;
	__u32 number;
};

/* Key of connection tables. */
struct standin_flow_key {
	__be32 src[4];
	__be32 dst[4];
	__be16 sport;
	__be16 dport;
	__u8 proto;
	__u8 pad[3];
};

/* Value of connection tables. */
struct standin_flow {
	__u32 real;
	__u32 pad;
	__u64 seen_ns; /* 0 for TCP */
};

struct standin_real {
	__be32 addr[4];
	__u8 flags; /* 1: IPv6 */
	__u8 pad[3];
};

/* Packets and bytes, or what else two numbers can say. */
struct standin_pair {
	__u64 first;
	__u64 second;
};

#pragma clang diagnostic pop

_Static_assert(sizeof(struct standin_vip_key) == 20, "standin_vip_key");
_Static_assert(sizeof(struct standin_flow_key) == 40, "standin_flow_key");
_Static_assert(sizeof(struct standin_flow) == 16, "standin_flow");
_Static_assert(sizeof(struct standin_real) == 20, "standin_real");

/* Indices of stats from VIPS_MAX on; below it there is one for each VIP. */
enum standin_stat {
	STANDIN_VIP_PACKETS = VIPS_MAX + 0, /* packets to VIPs; of those, placed by the ring */
	STANDIN_MISSES = VIPS_MAX + 1,	    /* of those, TCP SYNs; other TCP packets */
	STANDIN_NEW_FLOWS = VIPS_MAX + 2,   /* this second's new flows; its beginning */
	STANDIN_FALLBACK = VIPS_MAX + 3,
	STANDIN_TOTAL = VIPS_MAX + 16,
	STANDIN_TX = VIPS_MAX + 17,
	STANDIN_DROP = VIPS_MAX + 18,
	STANDIN_PASS = VIPS_MAX + 19,
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, VIPS_MAX);
	__type(key, struct standin_vip_key);
	__type(value, struct standin_vip);
} vip_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1000);
	__type(key, struct standin_flow_key);
	__type(value, struct standin_flow);
} fallback_cache SEC(".maps");

/* By CPU; the inner tables are Java's. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, CPUS_MAX);
	__type(key, __u32);
	__array(
		values, struct {
			__uint(type, BPF_MAP_TYPE_LRU_HASH);
			__uint(max_entries, 1000);
			__type(key, struct standin_flow_key);
			__type(value, struct standin_flow);
		});
} lru_mapping SEC(".maps");

/* Ring slots of all VIPs one behind the other: 8 bytes each, because arrays round up. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, VIPS_WITH_RING * RING_SLOTS);
	__type(key, __u32);
	__type(value, __u32);
} ch_rings SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, REALS_MAX);
	__type(key, __u32);
	__type(value, struct standin_real);
} reals SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, REALS_MAX);
	__type(key, __u32);
	__type(value, struct standin_pair);
} reals_stats SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 2 * VIPS_MAX);
	__type(key, __u32);
	__type(value, struct standin_pair);
} stats SEC(".maps");

/* The VIP whose misses are counted by real. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct standin_vip_key);
} vip_miss_stats SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, REALS_MAX);
	__type(key, __u32);
	__type(value, __u32);
} lru_miss_stats SEC(".maps");

/* Index 0: the gateway's MAC address in the first six bytes. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, __u64);
} ctl_array SEC(".maps");

#endif
