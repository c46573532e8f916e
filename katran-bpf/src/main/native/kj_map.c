/* SPDX-License-Identifier: Apache-2.0 */
/* Maps: creation, and elements one by one, in batches and in walks. */
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

#include <bpf/bpf.h>

#include "kj.h"

/* The kernel's "this kind of map has no such operation"; libc has no name for it. */
#define KJ_ENOTSUPP 524

/* Failures of element calls carry the number of elements done before: -(errno + done * 4096). */
#define KJ_DONE_SHIFT 12

/* Native.OP_* */
enum kj_operation { KJ_LOOKUP = 0, KJ_UPDATE = 1, KJ_DELETE = 2, KJ_OPERATIONS };

/* Native.WALK_* */
enum kj_walk_mode { KJ_WALK_START = 0, KJ_WALK_BATCH = 1, KJ_WALK_KEYS = 2, KJ_WALK_DONE = 3 };

/* Packed elements in direct buffers of Java. */
struct elements {
	int fd;
	char *keys;
	char *values;
	size_t key_bytes;
	size_t value_bytes;
	__u32 count;
	__u64 flags;
};

/* Head of a walk's cursor; behind it lie the position and as much room for the next one. */
struct walk {
	__s32 mode;
	__u32 steps;
	char position[];
};

/*
 * Kinds of map for which the kernel said that it has no batches, by operation. "Not supported" is the
 * only answer that is kept: every other failure may be another one tomorrow.
 */
#define KJ_MAP_TYPES 64
static atomic_bool no_batch[KJ_OPERATIONS][KJ_MAP_TYPES];

static bool may_batch(enum kj_operation operation, int type)
{
	return type >= 0 && type < KJ_MAP_TYPES && !atomic_load(&no_batch[operation][type]);
}

static void remember_no_batch(enum kj_operation operation, int type)
{
	atomic_store(&no_batch[operation][type], true);
}

static jlong failure_after(int err, __u32 done)
{
	return -((jlong)-err + ((jlong)done << KJ_DONE_SHIFT));
}

static int single(enum kj_operation operation, const struct elements *e, __u32 i)
{
	const char *key = e->keys + i * e->key_bytes;
	char *value = e->values ? e->values + i * e->value_bytes : NULL;

	switch (operation) {
	case KJ_LOOKUP:
		return bpf_map_lookup_elem(e->fd, key, value);
	case KJ_UPDATE:
		return bpf_map_update_elem(e->fd, key, value, e->flags);
	case KJ_DELETE:
		return bpf_map_delete_elem(e->fd, key);
	default:
		return -EINVAL;
	}
}

static jlong one_by_one(enum kj_operation operation, const struct elements *e)
{
	for (__u32 i = 0; i < e->count; i++) {
		int err = single(operation, e, i);

		if (err)
			return failure_after(err, i);
	}
	return e->count;
}

static jlong batch(enum kj_operation operation, int type, const struct elements *e)
{
	LIBBPF_OPTS(bpf_map_batch_opts, opts, .elem_flags = e->flags);
	__u32 done = e->count;
	int err;

	if (operation == KJ_UPDATE)
		err = bpf_map_update_batch(e->fd, e->keys, e->values, &done, &opts);
	else
		err = bpf_map_delete_batch(e->fd, e->keys, &done, &opts);
	if (!err)
		return e->count;
	if (err == -KJ_ENOTSUPP) {
		remember_no_batch(operation, type);
		return one_by_one(operation, e);
	}
	/* The kernel does not write the count back on EFAULT, nor when it refuses the call as such. */
	if (err == -EFAULT || done >= e->count)
		done = 0;
	return failure_after(err, done);
}

static jlong map_elements(JNIEnv *env, jclass native, jint operation, jint fd, jint type, jobject keys,
			  jint key_offset, jint key_bytes, jobject values, jint value_offset,
			  jint value_bytes, jint count, jlong flags)
{
	struct elements e = {
		.fd = fd,
		.keys = kj_at(env, keys, key_offset, (jlong)key_bytes * count),
		.values = kj_at(env, values, value_offset, (jlong)value_bytes * count),
		.key_bytes = (size_t)key_bytes,
		.value_bytes = (size_t)value_bytes,
		.count = (__u32)count,
		.flags = (__u64)flags,
	};

	if (count < 0 || !e.keys || (operation != KJ_DELETE && !e.values))
		return -EINVAL;
	/* There is no batch that looks up given keys, and one element needs none. */
	if (count <= 1 || operation == KJ_LOOKUP || !may_batch(operation, type))
		return one_by_one(operation, &e);
	return batch(operation, type, &e);
}

static int walk_keys(struct walk *walk, char *next, const struct elements *e)
{
	const char *from = walk->mode == KJ_WALK_START ? NULL : walk->position;
	__u32 found = 0;

	walk->mode = KJ_WALK_KEYS;
	for (__u32 i = 0; i < e->count; i++) {
		int err = bpf_map_get_next_key(e->fd, from, next);

		if (err) {
			walk->mode = KJ_WALK_DONE;
			return err == -ENOENT ? (int)found : err;
		}
		walk->steps++;
		memcpy(walk->position, next, e->key_bytes);
		from = walk->position;
		err = bpf_map_lookup_elem(e->fd, next, e->values + found * e->value_bytes);
		if (err == -ENOENT)
			continue; /* it went between the two calls */
		if (err)
			return err;
		memcpy(e->keys + found * e->key_bytes, next, e->key_bytes);
		found++;
	}
	return (int)found;
}

static int walk_batch(struct walk *walk, char *next, size_t position_bytes, int type,
		      const struct elements *e)
{
	LIBBPF_OPTS(bpf_map_batch_opts, opts);
	void *from = walk->mode == KJ_WALK_START ? NULL : walk->position;
	__u32 found = e->count;
	int err;

	err = bpf_map_lookup_batch(e->fd, from, next, e->keys, e->values, &found, &opts);
	if (err == -KJ_ENOTSUPP) {
		remember_no_batch(KJ_LOOKUP, type);
		return walk_keys(walk, next, e);
	}
	if (err == -ENOENT) {
		walk->mode = KJ_WALK_DONE;
		return (int)found;
	}
	/* Kernels before 6.12 give up so when entries vanish under their hands; what they found counts. */
	if (err && err != -EINTR)
		return err;
	if (err)
		walk->steps++;
	if (!err || found > 0) {
		memcpy(walk->position, next, position_bytes);
		walk->mode = KJ_WALK_BATCH;
	}
	return (int)found;
}

static jint map_walk(JNIEnv *env, jclass native, jint fd, jint type, jobject cursor, jobject keys,
		     jint key_bytes, jobject values, jint value_bytes, jint capacity)
{
	size_t position_bytes = key_bytes > 8 ? (size_t)key_bytes : 8;
	struct walk *walk = kj_at(env, cursor, 0, (jlong)(sizeof(*walk) + 2 * position_bytes));
	struct elements e = {
		.fd = fd,
		.keys = kj_at(env, keys, 0, (jlong)key_bytes * capacity),
		.values = kj_at(env, values, 0, (jlong)value_bytes * capacity),
		.key_bytes = (size_t)key_bytes,
		.value_bytes = (size_t)value_bytes,
		.count = (__u32)capacity,
	};
	char *next;

	kj_messages_clear();
	if (!walk || capacity <= 0 || key_bytes <= 0 || !e.keys || !e.values)
		return -EINVAL;
	next = walk->position + position_bytes;
	if (walk->mode == KJ_WALK_DONE)
		return 0;
	if (walk->mode == KJ_WALK_KEYS || !may_batch(KJ_LOOKUP, type))
		return walk_keys(walk, next, &e);
	return walk_batch(walk, next, position_bytes, type, &e);
}

static jint map_create(JNIEnv *env, jclass native, jint type, jstring name, jint key_bytes,
		       jint value_bytes, jint max_entries, jint flags, jint numa_node, jint inner_fd)
{
	LIBBPF_OPTS(bpf_map_create_opts, opts, .map_flags = (__u32)flags,
		    .numa_node = (__u32)numa_node,
		    .inner_map_fd = inner_fd < 0 ? 0 : (__u32)inner_fd);
	const char *text = (*env)->GetStringUTFChars(env, name, NULL);
	int fd;

	if (!text)
		return -ENOMEM;
	kj_messages_clear();
	fd = bpf_map_create((enum bpf_map_type)type, text, (__u32)key_bytes, (__u32)value_bytes,
			    (__u32)max_entries, &opts);
	(*env)->ReleaseStringUTFChars(env, name, text);
	return fd;
}

static const JNINativeMethod methods[] = {
	KJ_METHOD("mapCreate", "(I" KJ_STRING "IIIIII)I", map_create),
	KJ_METHOD("mapElements", "(III" KJ_BUFFER "II" KJ_BUFFER "IIIJ)J", map_elements),
	KJ_METHOD("mapWalk", "(II" KJ_BUFFER KJ_BUFFER "I" KJ_BUFFER "II)I", map_walk),
};

int kj_map_register(JNIEnv *env, jclass native)
{
	return (*env)->RegisterNatives(env, native, methods, KJ_COUNT(methods));
}
