/* SPDX-License-Identifier: Apache-2.0 */
/* Attachment of XDP programs to interfaces. */
#include <string.h>
#include <unistd.h>

#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

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

/* What interfaceInfo writes. */
struct interface_info {
	__u32 index;
	__u32 flags;
	__u32 mtu;
	__u32 address_type;
	__u8 address[8];
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

static int ask_interface(int fd, struct ifreq *request, struct interface_info *out)
{
	if (ioctl(fd, SIOCGIFINDEX, request) < 0)
		return -errno;
	out->index = (__u32)request->ifr_ifindex;
	if (ioctl(fd, SIOCGIFFLAGS, request) < 0)
		return -errno;
	out->flags = (__u16)request->ifr_flags;
	if (ioctl(fd, SIOCGIFMTU, request) < 0)
		return -errno;
	out->mtu = (__u32)request->ifr_mtu;
	if (ioctl(fd, SIOCGIFHWADDR, request) < 0)
		return -errno;
	out->address_type = request->ifr_hwaddr.sa_family;
	memcpy(out->address, request->ifr_hwaddr.sa_data, sizeof(out->address));
	return 0;
}

static jint interface_info(JNIEnv *env, jclass native, jstring name, jobject result)
{
	struct interface_info *out = kj_at(env, result, 0, sizeof(*out));
	struct ifreq request = {};
	const char *text;
	int fd, err;

	if (!out)
		return -EINVAL;
	text = (*env)->GetStringUTFChars(env, name, NULL);
	if (!text)
		return -ENOMEM;
	kj_messages_clear();
	err = strlen(text) < IF_NAMESIZE ? 0 : -ENODEV;
	if (!err)
		strcpy(request.ifr_name, text);
	(*env)->ReleaseStringUTFChars(env, name, text);
	if (err)
		return err;
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	err = ask_interface(fd, &request, out);
	close(fd);
	return err;
}

static const JNINativeMethod methods[] = {
	KJ_METHOD("xdpLinkCreate", "(III)I", xdp_link_create),
	KJ_METHOD("linkUpdate", "(II)I", link_update),
	KJ_METHOD("linkDetach", "(I)I", link_detach),
	KJ_METHOD("xdpQuery", "(I" KJ_BUFFER ")I", xdp_query),
	KJ_METHOD("interfaceInfo", "(" KJ_STRING KJ_BUFFER ")I", interface_info),
};

int kj_link_register(JNIEnv *env, jclass native)
{
	return (*env)->RegisterNatives(env, native, methods, KJ_COUNT(methods));
}
