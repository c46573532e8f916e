/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The types that the balancer's object shares with Java. */
#ifndef KLB_MANIFEST_H
#define KLB_MANIFEST_H

#include "anchor.h"
#include "config.h"
#include "counters.h"
#include "types.h"

KLB_ABI(enum klb_const, const);
KLB_ABI(enum klb_vip_flag, vip_flag);
KLB_ABI(enum klb_endpoint_flag, endpoint_flag);
KLB_ABI(enum klb_flow_state, flow_state);
KLB_ABI(enum klb_conn_kind, conn_kind);
KLB_ABI(enum klb_exit, exit);
KLB_ABI(enum klb_event, event);

KLB_ABI(struct klb_config, config);
KLB_ABI(struct klb_vip_key, vip_key);
KLB_ABI(struct klb_vip_ref, vip_ref);
KLB_ABI(struct klb_vip_addr, vip_addr);
KLB_ABI(struct klb_vip_state, vip_state);
KLB_ABI(struct klb_ring_line, ring_line);
KLB_ABI(struct klb_endpoint, endpoint);
KLB_ABI(struct klb_count, count);
KLB_ABI(struct klb_server_id, server_id);
KLB_ABI(struct klb_server, server);
KLB_ABI(struct klb_sid_count, sid_count);
KLB_ABI(struct klb_flow_key, flow_key);
KLB_ABI(struct klb_flow, flow);
KLB_ABI(struct klb_conn_roaming, conn_roaming);
KLB_ABI(struct klb_control, control);
KLB_ABI(struct klb_limiters, limiters);
KLB_ABI(struct klb_globals, globals);

#endif
