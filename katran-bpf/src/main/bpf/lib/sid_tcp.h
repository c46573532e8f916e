/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A TCP option of kind 0xb7 and 6 bytes: a server id of 32 bits, little-endian on the wire, which
 * the server sent to the client and the client repeats. A SYN cannot have it. The options are
 * walked for TCP_OPTIONS_MAX steps, a NOP being one; after that there is no id.
 *
 * Maps: those of sid.h and conn.h. Events: TCP_ID_*.
 */
#ifndef KLB_SID_TCP_H
#define KLB_SID_TCP_H

#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>
#include <bpf/bpf_helpers.h>

#include "conn.h"
#include "cursor.h"
#include "packet.h"
#include "sid.h"
#include "stats.h"

#define TCP_OPTION_END		   0
#define TCP_OPTION_NOP		   1
#define TCP_OPTION_SERVER_ID	   0xb7
#define TCP_OPTION_HEADER_BYTES	   2 /* kind and length */
#define TCP_OPTION_SERVER_ID_BYTES 6
#define TCP_OPTIONS_MAX		   15

/*
 * Returns the id in the options that begin `at` bytes into the frame and are `left` bytes long, 0 if
 * there is none. A global function, so that the verifier walks the loop once and not once for each
 * way of getting here; it finds the frame by the context, because it may take no packet pointers
 * (kernel 5.10).
 */
__noinline __u32 find_tcp_server_id(struct xdp_md *ctx, __u32 at, __u32 left)
{
	struct cursor frame = cursor_at_start(ctx);

	/* What the caller knows and the verifier cannot: options end within 60 bytes of TCP. */
	if (at > ETH_HLEN + sizeof(struct ipv6hdr) + sizeof(struct tcphdr) || left > 40)
		return 0;
	for (__u32 step = 0; step < TCP_OPTIONS_MAX && left; step++) {
		const __u8 *option = frame.pos + at;
		__u32 len = 1;

		if ((void *)(option + 1) > frame.end || option[0] == TCP_OPTION_END)
			return 0;
		if (option[0] != TCP_OPTION_NOP) {
			if (left < TCP_OPTION_HEADER_BYTES ||
			    (void *)(option + TCP_OPTION_HEADER_BYTES) > frame.end)
				return 0;
			len = option[1];
			if (!len || len > left)
				return 0;
		}
		if (option[0] == TCP_OPTION_SERVER_ID) {
			if (len != TCP_OPTION_SERVER_ID_BYTES ||
			    (void *)(option + TCP_OPTION_SERVER_ID_BYTES) > frame.end)
				return 0;
			return option[2] | option[3] << 8 | option[4] << 16 |
			       (__u32)option[5] << 24;
		}
		at += len;
		left -= len;
	}
	return 0;
}

/* Returns 0 if there is none. */
static __always_inline __u32 read_tcp_server_id(struct pkt *p)
{
	const struct tcphdr *tcp = p->l4;
	__u32 ip_bytes = p->is_ip6 ? sizeof(struct ipv6hdr) : sizeof(struct iphdr);
	__u32 header_bytes;

	if ((void *)(tcp + 1) > p->at.end)
		return 0;
	header_bytes = tcp->doff * 4;
	if (header_bytes < sizeof(*tcp) + TCP_OPTION_SERVER_ID_BYTES)
		return 0;
	return find_tcp_server_id(p->ctx, ETH_HLEN + ip_bytes + sizeof(*tcp),
				  header_bytes - sizeof(*tcp));
}

static __always_inline void route_by_tcp_id(struct pkt *p)
{
	__u32 id;

	if (p->is_syn) {
		count_event(p, KLB_EVENT_TCP_ID_SYN);
		count_opened(p);
		return;
	}
	id = read_tcp_server_id(p);
	if (!id || send_to_server(p, id) != SID_FOUND) {
		count_event(p, KLB_EVENT_TCP_ID_NOT_ROUTED);
		return;
	}
	if (conn_align(p) == CONN_CORRECTED) {
		count_event(p, KLB_EVENT_TCP_ID_FLOW_MOVED);
		count_moved(p);
	}
	count_event(p, KLB_EVENT_TCP_ID_ROUTED);
}

#endif
