/* SPDX-License-Identifier: Apache-2.0 */
/* Attachment of XDP programs to interfaces. */
#include <net/if.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "kj.h"

/* What xdpQuery writes. */
struct query_result {
	__u32 mode;
	__u32 native_id;
	__u32 generic_id;
	__u32 offloaded_id;
};

static jint xdp_link_create(JNIEnv *env, jclass native, jint program_fd, jint ifindex, jint flags)
{
	LIBBPF_OPTS(bpf_link_create_opts, opts, .flags = (__u32)flags);

	kj_messages_clear();
	return bpf_link_create(program_fd, ifindex, BPF_XDP, &opts);
}

static jint link_update(JNIEnv *env, jclass native, jint link_fd, jint program_fd)
{
	kj_messages_clear();
	return bpf_link_update(link_fd, program_fd, NULL);
}

static jint link_detach(JNIEnv *env, jclass native, jint link_fd)
{
	kj_messages_clear();
	return bpf_link_detach(link_fd);
}

static jint xdp_query(JNIEnv *env, jclass native, jint ifindex, jobject result)
{
	LIBBPF_OPTS(bpf_xdp_query_opts, opts);
	struct query_result *out = kj_at(env, result, 0, sizeof(*out));
	char name[IF_NAMESIZE];
	int err;

	if (!out)
		return -EINVAL;
	kj_messages_clear();
	/* libbpf lists all interfaces and picks one, so to it an absent one is merely empty. */
	if (!if_indextoname((unsigned int)ifindex, name))
		return -ENODEV;
	err = bpf_xdp_query(ifindex, 0, &opts);
	if (err)
		return err;
	out->mode = opts.attach_mode;
	out->native_id = opts.drv_prog_id;
	out->generic_id = opts.skb_prog_id;
	out->offloaded_id = opts.hw_prog_id;
	return 0;
}

static jint interface_index(JNIEnv *env, jclass native, jstring name)
{
	const char *text = (*env)->GetStringUTFChars(env, name, NULL);
	unsigned int index;

	if (!text)
		return -ENOMEM;
	kj_messages_clear();
	index = if_nametoindex(text);
	(*env)->ReleaseStringUTFChars(env, name, text);
	return index == 0 ? -ENODEV : (jint)index;
}

static const JNINativeMethod methods[] = {
	KJ_METHOD("xdpLinkCreate", "(III)I", xdp_link_create),
	KJ_METHOD("linkUpdate", "(II)I", link_update),
	KJ_METHOD("linkDetach", "(I)I", link_detach),
	KJ_METHOD("xdpQuery", "(I" KJ_BUFFER ")I", xdp_query),
	KJ_METHOD("interfaceIndex", "(" KJ_STRING ")I", interface_index),
};

int kj_link_register(JNIEnv *env, jclass native)
{
	return (*env)->RegisterNatives(env, native, methods, KJ_COUNT(methods));
}
