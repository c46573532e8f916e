/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The balancer's maps. max_entries are those of the default configuration; the loader sets them
 * before the load. Maps with BPF_F_MMAPABLE are memory that Java writes without system calls.
 */
#ifndef KLB_MAPS_H
#define KLB_MAPS_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "counters.h"
#include "types.h"

/*
 * Maps address, port and protocol to a VIP's number.
 * Written by Java, read by the packet path.
 * Size: limits.max-vips.
 * Miss: try port 0; a second miss is not our packet and passes.
 */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 512);
	__type(key, struct klb_vip_key);
	__type(value, struct klb_vip_ref);
} vip_map SEC(".maps");

/*
 * Maps an address to the number of VIPs that have it; read on the cold paths that have no port.
 * Written by Java, read by the packet path.
 * Size: limits.max-vips.
 * Miss: the address is not ours, the packet passes (unless scope is host).
 */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 512);
	__type(key, struct klb_vip_addr);
	__type(value, __u32);
} vip_addrs SEC(".maps");

/*
 * Maps a VIP's number to its flags, ring and region, in one 64-bit word.
 * Written by Java (memory), read by the packet path.
 * Size: limits.max-vips.
 * Miss: KLB_DROP_BAD_STATE.
 */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 512);
	__type(key, __u32);
	__type(value, struct klb_vip_state);
} vip_state SEC(".maps");

/*
 * Maps a line number to 32 ring slots; ring r starts at line r * klb_config.ring_lines.
 * Written by Java (memory), read by the packet path.
 * Size: (limits.max-vips + spare rings) * klb_config.ring_lines.
 * Miss: KLB_DROP_BAD_STATE.
 */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 528 * 2049);
	__type(key, __u32);
	__type(value, struct klb_ring_line);
} rings SEC(".maps");

/*
 * Maps an endpoint id, which is a VIP's region base plus the real's position, to where the packet
 * goes. Id 0 is never used.
 * Written by Java (memory), read by the packet path.
 * Size: limits.max-endpoints.
 * Miss: from a ring KLB_DROP_BAD_STATE, from a connection table as if the flow were unknown.
 */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 262144);
	__type(key, __u32);
	__type(value, struct klb_endpoint);
} endpoints SEC(".maps");

/*
 * Maps an endpoint id to packets sent there and the bytes of their IP packets. Sums over it are
 * the figures of VIPs and of reals.
 * Written by the packet path, read by Java.
 * Size: limits.max-endpoints.
 * Miss: cannot happen, the map is as large as endpoints.
 */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 262144);
	__type(key, __u32);
	__type(value, struct klb_count);
} endpoint_count SEC(".maps");

/*
 * Holds one table of server ids, none as long as there are no ids. Java creates the inner map, which
 * maps an id to the endpoints of its real, and puts a larger one in its place when it is full: the
 * memory of a hash follows the number of entries it could hold.
 * Written by Java, read by the packet path.
 * Size: 1; inner map: ids in use, up to limits.max-server-ids.
 * Miss: the id names no real, the packet is treated as if it had none.
 */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);
	__type(key, __u32);
	__array(
		values, struct {
			__uint(type, BPF_MAP_TYPE_HASH);
			__uint(map_flags, BPF_F_NO_PREALLOC);
			__uint(max_entries, 1024);
			__type(key, struct klb_server_id);
			__type(value, struct klb_server);
		});
} server_ids SEC(".maps");

/*
 * Maps a VIP's number to what server ids did for it.
 * Written by the packet path, read by Java. Per CPU: no atomics.
 * Size: limits.max-vips.
 * Miss: cannot happen.
 */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 512);
	__type(key, __u32);
	__type(value, struct klb_sid_count);
} vip_sid_count SEC(".maps");

/*
 * Maps a CPU to its connection table. Java creates the inner maps; their flags must be those of the
 * prototype below, their size is their own.
 * Written by Java, read by the packet path; the tables themselves are written by the packet path.
 * Size: possible CPUs; inner maps: connection-table.entries / forwarding CPUs.
 * Miss: the CPU uses conn_fallback.
 */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, KLB_CPUS_MAX);
	__type(key, __u32);
	__array(
		values, struct {
			__uint(type, BPF_MAP_TYPE_LRU_HASH);
			__uint(max_entries, 1024);
			__type(key, struct klb_flow_key);
			__type(value, struct klb_flow);
		});
} conn_tables SEC(".maps");

/*
 * Maps a flow to its endpoint for all CPUs that have no table of their own.
 * Written by the packet path and, to purge it, by Java.
 * Size: fixed; a CPU that forwards should have its own table.
 * Miss: the flow is unknown, the ring decides.
 */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, struct klb_flow_key);
	__type(value, struct klb_flow);
} conn_fallback SEC(".maps");

/*
 * Holds one record for all CPUs: whether flows change CPU.
 * Written by the packet path, when a flow is found on another CPU.
 * Size: 1.
 * Miss: cannot happen.
 */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct klb_conn_roaming);
} conn_roaming SEC(".maps");

/*
 * Holds one record: the gateway's MAC address.
 * Written by Java (memory), read by the packet path.
 * Size: 1.
 * Miss: cannot happen.
 */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct klb_control);
} control SEC(".maps");

/*
 * Holds one record for each CPU: all counters of the host as a whole.
 * Written by the packet path, read by Java. Per CPU, and XDP is not re-entered: no atomics.
 * Size: 1.
 * Miss: cannot happen.
 */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct klb_globals);
} globals SEC(".maps");

/*
 * Holds one record for each CPU: the state of its rate limiters.
 * Written by the packet path; Java may reset it.
 * Size: 1.
 * Miss: cannot happen.
 */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct klb_limiters);
} limiters SEC(".maps");

#endif
