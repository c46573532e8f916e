/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* One object with a bit of everything the native boundary has to carry. Tests know its names. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

enum kjt_event {
	KJT_EVENT_NONE = 0,
	KJT_EVENT_SEEN = 7,
	KJT_EVENT_BAD = -2,
};

struct kjt_mac {
	__u8 bytes[6];
};

struct kjt_key {
	__be32 addr;
	__be16 port;
	__u8 proto;
	__u8 pad;
};

struct kjt_value {
	__u64 packets;
	union {
		__u32 word;
		__u8 octets[4];
	};
	__u16 grid[2][3];
	struct kjt_mac macs[2];
	__u32 low : 4, high : 28;
	__u32 pad;
};

struct kjt_config {
	__u32 verdict;
	__u32 flags;
	struct kjt_mac mac;
	__u16 pad;
	struct kjt_key nested;
};

const volatile struct kjt_config cfg = {.verdict = XDP_DROP};
const volatile __u8 use_optional;
const volatile __u64 second = 2;

__u32 mutable_total = 5;

const volatile struct kjt_value __abi_value SEC(".rodata.abi") = {};
const volatile enum { KJT_ANONYMOUS = 42 } __abi_anonymous SEC(".rodata.abi") = 0;
const volatile enum kjt_event __abi_event SEC(".rodata.abi") = 0;

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__type(key, struct kjt_key);
	__type(value, struct kjt_value);
	__uint(max_entries, 64);
} flows SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__type(key, __u32);
	__type(value, __u64);
	__uint(max_entries, 8);
} hits SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__type(key, __u32);
	__type(value, __u32);
	__uint(max_entries, 1024);
	__uint(map_flags, BPF_F_MMAPABLE);
} ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 4);
	__type(key, __u32);
	__array(
		values, struct {
			__uint(type, BPF_MAP_TYPE_ARRAY);
			__type(key, __u32);
			__type(value, __u64);
			__uint(max_entries, 16);
		});
} slots SEC(".maps");

/* Says nothing of its inner maps: the loader has to. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 2);
	__uint(key_size, 4);
	__uint(value_size, 4);
} bare SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__type(key, __u32);
	__type(value, __u32);
	__uint(max_entries, 16);
} optional SEC(".maps");

static __always_inline void count(__u32 index)
{
	__u64 *value = bpf_map_lookup_elem(&hits, &index);

	if (value)
		*value += second;
}

/* Counts by what it finds in its maps, and answers what its configuration says. */
SEC("xdp")
int kjt_main(struct xdp_md *ctx)
{
	__u8 *data = (void *)(long)ctx->data;
	__u8 *end = (void *)(long)ctx->data_end;
	__u32 zero = 0;
	__u32 *slot = bpf_map_lookup_elem(&ring, &zero);
	void *inner = bpf_map_lookup_elem(&slots, &zero);

	if (data + 14 > end)
		return XDP_ABORTED;
	count(slot ? *slot & 7 : 0);
	if (inner && bpf_map_lookup_elem(inner, &zero))
		data[0] = cfg.mac.bytes[0];
	if (bpf_map_lookup_elem(&bare, &zero))
		data[1] = 0xbb;
	if (use_optional && bpf_map_lookup_elem(&optional, &zero))
		mutable_total++;
	return cfg.verdict;
}

/* Puts twenty bytes of 0xee in front of the packet and passes it. */
SEC("xdp")
int kjt_grow(struct xdp_md *ctx)
{
	__u8 *data, *end;

	if (bpf_xdp_adjust_head(ctx, -20))
		return XDP_ABORTED;
	data = (void *)(long)ctx->data;
	end = (void *)(long)ctx->data_end;
	if (data + 20 > end)
		return XDP_ABORTED;
	for (int i = 0; i < 20; i++)
		data[i] = 0xee;
	return XDP_PASS;
}

/* Answers the number of its CPU. */
SEC("xdp")
int kjt_cpu(struct xdp_md *ctx)
{
	return bpf_get_smp_processor_id();
}

/* Reads behind the packet, which no verifier allows. Loaded only on request. */
SEC("?xdp")
int kjt_refused(struct xdp_md *ctx)
{
	__u8 *data = (void *)(long)ctx->data;

	return data[100];
}

char LICENSE[] SEC("license") = "GPL";
