/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What a stage says of the packet: it is done with it, or the next stage shall see it. */
#ifndef KLB_VERDICT_H
#define KLB_VERDICT_H

#include <linux/bpf.h>

enum verdict {
	NEXT = -1,
	VERDICT_DROP = XDP_DROP,
	VERDICT_PASS = XDP_PASS,
	VERDICT_TX = XDP_TX,
};

#define __verdict __attribute__((warn_unused_result))

/* Runs one stage of a pipeline; the function has a `pkt`, a `verdict` and a label `out`. */
#define RUN(stage)                             \
	do {                                   \
		verdict = stage_##stage(&pkt); \
		if (verdict != NEXT)           \
			goto out;              \
	} while (0)

#endif
