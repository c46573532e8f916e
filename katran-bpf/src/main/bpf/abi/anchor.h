/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * KLB_ABI(type, name) makes a shared type visible to Java. clang leaves out of the BTF whatever no
 * map or variable uses, so each type gets a zeroed variable; the BTF data section ".rodata.abi" is
 * then the list of everything that Java may rely on.
 */
#ifndef KLB_ANCHOR_H
#define KLB_ANCHOR_H

#include <linux/types.h>
#include <bpf/bpf_helpers.h>

#include "types.h"

#define KLB_ABI(type, name) const volatile type __abi_##name SEC(".rodata.abi") = {0}

const volatile __u32 abi_version SEC(".rodata.abi") = KLB_ABI_VERSION;

#endif
