/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * QUIC (RFC 9000): a connection id that a server chose holds the server's id. Packets that open a
 * connection carry an id of the client's choice and have none. The version of QUIC does not matter,
 * neither does the protocol of the VIP: the bytes are looked for 8 bytes into the transport header.
 *
 * First byte of a connection id: the two upper bits are the version of what follows.
 *
 *   1   16 bits: the six lower bits, the second byte, the two upper bits of the third
 *   2   24 bits: the second to the fourth byte
 *   3   32 bits: the second to the fifth byte, of which 31 can be used
 *
 * Assumes p->l4. Maps: those of sid.h and conn.h. Exit: DROP_QUIC_DEAD_ID. Events: QUIC_*.
 */
#ifndef KLB_SID_QUIC_H
#define KLB_SID_QUIC_H

#include <stdbool.h>
#include <linux/types.h>
#include <linux/udp.h>

#include "conn.h"
#include "cursor.h"
#include "packet.h"
#include "sid.h"
#include "stats.h"

#define QUIC_LONG_HEADER	0x80 /* of the first byte */
#define QUIC_PACKET_TYPE	0x30 /* of the first byte of a long header */
#define QUIC_HANDSHAKE		0x20 /* the types below it open a connection: Initial, 0-RTT */
#define QUIC_SHORT_CID_AT	1    /* where the connection id is behind a short header */
#define QUIC_LONG_CID_LENGTH_AT 5    /* where its length is behind a long one */
#define QUIC_LONG_CID_AT	6    /* and where it is */
#define QUIC_CID_BYTES		8    /* shorter ones are not a server's */
#define QUIC_CID_VERSIONS	4

struct quic_cid {
	bool opens;   /* the packet opens a connection */
	__u8 version; /* of the id's format */
	__s32 server; /* 0 or less: none */
};

static __always_inline struct quic_cid decode_cid(const __u8 *cid)
{
	struct quic_cid decoded = {.version = cid[0] >> 6};

	if (decoded.version == 1)
		decoded.server = (cid[0] & 0x3f) << 10 | cid[1] << 2 | cid[2] >> 6;
	else if (decoded.version == 2)
		decoded.server = cid[1] << 16 | cid[2] << 8 | cid[3];
	else if (decoded.version == 3)
		decoded.server = (__u32)cid[1] << 24 | cid[2] << 16 | cid[3] << 8 | cid[4];
	return decoded;
}

static __always_inline struct quic_cid read_cid(const struct pkt *p)
{
	const struct quic_cid none = {};
	const struct quic_cid opening = {.opens = true};
	struct cursor at = {.pos = p->l4 + sizeof(struct udphdr), .end = p->at.end};
	const __u8 *quic = at.pos;

	if (!step_over(&at, QUIC_SHORT_CID_AT + QUIC_CID_BYTES))
		return none;
	if (!(quic[0] & QUIC_LONG_HEADER))
		return decode_cid(quic + QUIC_SHORT_CID_AT);
	if (!step_over(&at, QUIC_LONG_CID_AT - QUIC_SHORT_CID_AT))
		return none;
	if ((quic[0] & QUIC_PACKET_TYPE) < QUIC_HANDSHAKE)
		return opening;
	if (quic[QUIC_LONG_CID_LENGTH_AT] < QUIC_CID_BYTES)
		return none;
	return decode_cid(quic + QUIC_LONG_CID_AT);
}

static __always_inline void count_cid_version(struct pkt *p, __u8 version)
{
	if (version == 1)
		count_event(p, KLB_EVENT_QUIC_CID_V1);
	else if (version == 2)
		count_event(p, KLB_EVENT_QUIC_CID_V2);
	else
		count_event(p, KLB_EVENT_QUIC_CID_V3);
}

static __always_inline void follow_quic_id(struct pkt *p)
{
	enum conn_opinion opinion = conn_align(p);

	if (opinion == CONN_AGREES) {
		count_event(p, KLB_EVENT_QUIC_FLOW_SAME);
	} else if (opinion == CONN_CORRECTED) {
		count_event(p, KLB_EVENT_QUIC_FLOW_MOVED);
		count_moved(p);
	} else {
		count_event(p, KLB_EVENT_QUIC_FLOW_NEW);
	}
	count_event(p, KLB_EVENT_QUIC_ROUTED);
}

static __always_inline __verdict enum verdict route_by_quic_id(struct pkt *p)
{
	struct quic_cid cid = read_cid(p);
	enum sid_answer answer = SID_UNKNOWN;

	if (cid.opens) {
		count_event(p, KLB_EVENT_QUIC_INITIAL);
		count_opened(p);
		return NEXT;
	}
	if (cid.server > 0) {
		count_cid_version(p, cid.version);
		answer = send_to_server(p, cid.server);
		if (answer == SID_DEAD)
			return drop(p, KLB_DROP_QUIC_DEAD_ID);
		if (answer == SID_UNKNOWN)
			count_event(p, KLB_EVENT_QUIC_ID_UNKNOWN);
	}
	if (answer == SID_FOUND)
		follow_quic_id(p);
	else
		count_event(p, KLB_EVENT_QUIC_NOT_ROUTED);
	return NEXT;
}

#endif
