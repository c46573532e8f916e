/* SPDX-License-Identifier: Apache-2.0 */
/* Descriptors: what they are, and their names in bpffs. */
#include <string.h>
#include <sys/mount.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <linux/magic.h>

#include <bpf/bpf.h>

#include "kj.h"

/* What fdInfo writes; the meaning of the numbers depends on the kind. */
struct info_record {
	__u64 numbers[8];
	char name[BPF_OBJ_NAME_LEN];
	unsigned char tag[BPF_TAG_SIZE];
};

static int map_info(int fd, struct info_record *out)
{
	struct bpf_map_info info = {};
	__u32 bytes = sizeof(info);
	int err = bpf_obj_get_info_by_fd(fd, &info, &bytes);

	if (err)
		return err;
	out->numbers[0] = info.type;
	out->numbers[1] = info.id;
	out->numbers[2] = info.key_size;
	out->numbers[3] = info.value_size;
	out->numbers[4] = info.max_entries;
	out->numbers[5] = info.map_flags;
	memcpy(out->name, info.name, sizeof(out->name));
	return 0;
}

static int program_info(int fd, struct info_record *out)
{
	struct bpf_prog_info info = {};
	__u32 bytes = sizeof(info);
	int err = bpf_obj_get_info_by_fd(fd, &info, &bytes);

	if (err)
		return err;
	out->numbers[0] = info.type;
	out->numbers[1] = info.id;
	out->numbers[2] = info.xlated_prog_len;
	out->numbers[3] = info.jited_prog_len;
	out->numbers[4] = info.run_time_ns;
	out->numbers[5] = info.run_cnt;
	out->numbers[6] = info.verified_insns;
	memcpy(out->name, info.name, sizeof(out->name));
	memcpy(out->tag, info.tag, sizeof(out->tag));
	return 0;
}

static int link_info(int fd, struct info_record *out)
{
	struct bpf_link_info info = {};
	__u32 bytes = sizeof(info);
	int err = bpf_obj_get_info_by_fd(fd, &info, &bytes);

	if (err)
		return err;
	/* Any other kind of link has something else where XDP has its interface. */
	if (info.type != BPF_LINK_TYPE_XDP)
		return -EINVAL;
	out->numbers[0] = info.type;
	out->numbers[1] = info.id;
	out->numbers[2] = info.prog_id;
	out->numbers[3] = info.xdp.ifindex;
	return 0;
}

static jint fd_info(JNIEnv *env, jclass native, jint fd, jint kind, jobject result)
{
	struct info_record *out = kj_at(env, result, 0, sizeof(*out));

	if (!out)
		return -EINVAL;
	kj_messages_clear();
	memset(out, 0, sizeof(*out));
	switch (kind) {
	case KJ_MAP:
		return map_info(fd, out);
	case KJ_PROGRAM:
		return program_info(fd, out);
	case KJ_LINK:
		return link_info(fd, out);
	default:
		return -EINVAL;
	}
}

static jint fd_by_id(JNIEnv *env, jclass native, jint kind, jint id)
{
	kj_messages_clear();
	switch (kind) {
	case KJ_MAP:
		return bpf_map_get_fd_by_id((__u32)id);
	case KJ_PROGRAM:
		return bpf_prog_get_fd_by_id((__u32)id);
	case KJ_LINK:
		return bpf_link_get_fd_by_id((__u32)id);
	default:
		return -EINVAL;
	}
}

static jint fd_close(JNIEnv *env, jclass native, jint fd)
{
	return close(fd) ? -errno : 0;
}

static jint pin(JNIEnv *env, jclass native, jint fd, jstring path)
{
	const char *text = (*env)->GetStringUTFChars(env, path, NULL);
	int err;

	if (!text)
		return -ENOMEM;
	kj_messages_clear();
	err = bpf_obj_pin(fd, text);
	(*env)->ReleaseStringUTFChars(env, path, text);
	return err;
}

static jint open_pinned(JNIEnv *env, jclass native, jstring path)
{
	const char *text = (*env)->GetStringUTFChars(env, path, NULL);
	int fd;

	if (!text)
		return -ENOMEM;
	kj_messages_clear();
	fd = bpf_obj_get(text);
	(*env)->ReleaseStringUTFChars(env, path, text);
	return fd;
}

static jint mount_bpffs(JNIEnv *env, jclass native, jstring path)
{
	const char *text = (*env)->GetStringUTFChars(env, path, NULL);
	int err;

	if (!text)
		return -ENOMEM;
	kj_messages_clear();
	err = mount("bpf", text, "bpf", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=0700") ? -errno : 0;
	(*env)->ReleaseStringUTFChars(env, path, text);
	return err;
}

/* Answers 1 or 0. The list of mounts cannot tell: one mount may cover another. */
static jint is_bpffs(JNIEnv *env, jclass native, jstring path)
{
	const char *text = (*env)->GetStringUTFChars(env, path, NULL);
	struct statfs status;
	int err;

	if (!text)
		return -ENOMEM;
	kj_messages_clear();
	err = statfs(text, &status) ? -errno : 0;
	(*env)->ReleaseStringUTFChars(env, path, text);
	return err ? err : status.f_type == BPF_FS_MAGIC;
}

static const JNINativeMethod methods[] = {
	KJ_METHOD("fdInfo", "(II" KJ_BUFFER ")I", fd_info),
	KJ_METHOD("fdById", "(II)I", fd_by_id),
	KJ_METHOD("fdClose", "(I)I", fd_close),
	KJ_METHOD("pin", "(I" KJ_STRING ")I", pin),
	KJ_METHOD("openPinned", "(" KJ_STRING ")I", open_pinned),
	KJ_METHOD("mountBpffs", "(" KJ_STRING ")I", mount_bpffs),
	KJ_METHOD("isBpffs", "(" KJ_STRING ")I", is_bpffs),
};

int kj_file_register(JNIEnv *env, jclass native)
{
	return (*env)->RegisterNatives(env, native, methods, KJ_COUNT(methods));
}
