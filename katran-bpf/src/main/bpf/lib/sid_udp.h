/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * UDP stable routing: a payload of at least 8 bytes that begins with 0x52 has a server id of 24 bits
 * behind that byte. Such packets are stateless: the connection table is neither asked nor written.
 * An id that leads nowhere leaves the packet to whatever else decides.
 *
 * Assumes p->l4. Maps: those of sid.h. Events: UDP_ID_*.
 */
#ifndef KLB_SID_UDP_H
#define KLB_SID_UDP_H

#include <linux/types.h>
#include <linux/udp.h>

#include "cursor.h"
#include "packet.h"
#include "sid.h"
#include "stats.h"

#define STABLE_TYPE  0x52
#define STABLE_BYTES 8

/* Returns 0 if there is none. */
static __always_inline __u32 read_stable_id(struct pkt *p)
{
	struct cursor at = {.pos = p->l4 + sizeof(struct udphdr), .end = p->at.end};
	const __u8 *stable = at.pos;

	if (!step_over(&at, STABLE_BYTES) || stable[0] != STABLE_TYPE) {
		count_event(p, KLB_EVENT_UDP_ID_OTHER_TYPE);
		return 0;
	}
	return stable[1] << 16 | stable[2] << 8 | stable[3];
}

static __always_inline void route_by_stable_id(struct pkt *p)
{
	__u32 id = read_stable_id(p);
	enum sid_answer answer = SID_UNKNOWN;

	if (id) {
		answer = send_to_server(p, id);
		if (answer == SID_UNKNOWN)
			count_event(p, KLB_EVENT_UDP_ID_UNKNOWN);
		else if (answer == SID_DEAD)
			count_event(p, KLB_EVENT_UDP_ID_DEAD);
	}
	if (answer == SID_FOUND)
		count_event(p, KLB_EVENT_UDP_ID_ROUTED);
	else
		count_event(p, KLB_EVENT_UDP_ID_NOT_ROUTED);
}

#endif
