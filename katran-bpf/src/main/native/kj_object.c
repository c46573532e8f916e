/* SPDX-License-Identifier: Apache-2.0 */
/* Objects: open, configure, load. A handle is the address of a struct kj_object. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "kj.h"

/* The most that every kernel takes. Pages that stay untouched cost nothing. */
#define KJ_LOG_BYTES ((1u << 24) - 1)

/* Native.PROPERTY_* */
enum kj_property {
	KJ_MAX_ENTRIES = 0,
	KJ_AUTOCREATE = 1,
	KJ_INNER_MAP_FD = 2,
	KJ_REUSE_FD = 3,
	KJ_AUTOLOAD = 4,
};

struct kj_object {
	struct bpf_object *bpf;
	char *log; /* the verifier's; NULL once loaded */
	int *patterns; /* descriptors of inner maps, ours until closing */
	size_t pattern_count;
};

static struct kj_object *object_of(jlong handle)
{
	return (struct kj_object *)(intptr_t)handle;
}

static void release_log(struct kj_object *object)
{
	if (object->log)
		munmap(object->log, KJ_LOG_BYTES);
	object->log = NULL;
}

static jint object_close(JNIEnv *env, jclass native, jlong handle)
{
	struct kj_object *object = object_of(handle);

	bpf_object__close(object->bpf);
	for (size_t i = 0; i < object->pattern_count; i++)
		close(object->patterns[i]);
	free(object->patterns);
	release_log(object);
	free(object);
	return 0;
}

static int allocate_log(struct kj_object *object)
{
	struct bpf_program *program;
	void *log;
	int err;

	log = mmap(NULL, KJ_LOG_BYTES, PROT_READ | PROT_WRITE,
		   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (log == MAP_FAILED)
		return -errno;
	object->log = log;
	/* Programs only: what is wrong with BTF belongs into the messages. */
	bpf_object__for_each_program(program, object->bpf) {
		err = bpf_program__set_log_buf(program, object->log, KJ_LOG_BYTES);
		if (err)
			return err;
	}
	return 0;
}

static jlong open_image(const char *name, const void *image, size_t length)
{
	LIBBPF_OPTS(bpf_object_open_opts, opts, .object_name = name);
	struct kj_object *object = calloc(1, sizeof(*object));
	int err;

	if (!object)
		return -ENOMEM;
	object->bpf = bpf_object__open_mem(image, length, &opts);
	if (!object->bpf) {
		err = -errno;
		free(object);
		return err;
	}
	err = allocate_log(object);
	if (err) {
		object_close(NULL, NULL, (jlong)(intptr_t)object);
		return err;
	}
	return (jlong)(intptr_t)object;
}

static jlong object_open(JNIEnv *env, jclass native, jstring name, jobject image, jint length)
{
	const void *bytes = kj_at(env, image, 0, length);
	const char *text;
	jlong result;

	if (!bytes)
		return -EINVAL;
	text = (*env)->GetStringUTFChars(env, name, NULL);
	if (!text)
		return -ENOMEM;
	kj_messages_clear();
	result = open_image(text, bytes, (size_t)length);
	(*env)->ReleaseStringUTFChars(env, name, text);
	return result;
}

/* libbpf uses the descriptor when loading, which may be after Java has closed its own. */
static int set_inner_map(struct kj_object *object, struct bpf_map *map, int fd)
{
	size_t bytes = (object->pattern_count + 1) * sizeof(int);
	int *patterns = realloc(object->patterns, bytes);
	int own, err;

	if (!patterns)
		return -ENOMEM;
	object->patterns = patterns;
	own = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	if (own < 0)
		return -errno;
	err = bpf_map__set_inner_map_fd(map, own);
	if (err) {
		close(own);
		return err;
	}
	object->patterns[object->pattern_count++] = own;
	return 0;
}

static int set_property(struct kj_object *object, int property, const char *name, jlong value)
{
	struct bpf_program *program;
	struct bpf_map *map;

	if (property == KJ_AUTOLOAD) {
		program = bpf_object__find_program_by_name(object->bpf, name);
		return program ? bpf_program__set_autoload(program, value != 0) : -ENOENT;
	}
	map = bpf_object__find_map_by_name(object->bpf, name);
	if (!map)
		return -ENOENT;
	switch (property) {
	case KJ_MAX_ENTRIES:
		return bpf_map__set_max_entries(map, (__u32)value);
	case KJ_AUTOCREATE:
		return bpf_map__set_autocreate(map, value != 0);
	case KJ_INNER_MAP_FD:
		return set_inner_map(object, map, (int)value);
	case KJ_REUSE_FD:
		return bpf_map__reuse_fd(map, (int)value);
	default:
		return -EINVAL;
	}
}

static jint object_set(JNIEnv *env, jclass native, jlong handle, jint property, jstring name,
		       jlong value)
{
	const char *text = (*env)->GetStringUTFChars(env, name, NULL);
	int result;

	if (!text)
		return -ENOMEM;
	kj_messages_clear();
	result = set_property(object_of(handle), property, text, value);
	(*env)->ReleaseStringUTFChars(env, name, text);
	return result;
}

static jint object_initial_value(JNIEnv *env, jclass native, jlong handle, jstring section,
				 jobject data, jint write)
{
	const char *text = (*env)->GetStringUTFChars(env, section, NULL);
	struct bpf_map *map;
	const void *value;
	void *buffer;
	size_t size = 0;

	if (!text)
		return -ENOMEM;
	kj_messages_clear();
	map = bpf_object__find_map_by_name(object_of(handle)->bpf, text);
	(*env)->ReleaseStringUTFChars(env, section, text);
	value = map ? bpf_map__initial_value(map, &size) : NULL;
	if (!value)
		return -ENOENT;
	if (!data)
		return (jint)size;
	buffer = kj_at(env, data, 0, (jlong)size);
	if (!buffer)
		return -EINVAL;
	if (write)
		return bpf_map__set_initial_value(map, buffer, size);
	memcpy(buffer, value, size);
	return (jint)size;
}

static jint object_load(JNIEnv *env, jclass native, jlong handle)
{
	struct kj_object *object = object_of(handle);
	int err;

	kj_messages_clear();
	err = bpf_object__load(object->bpf);
	if (!err)
		release_log(object);
	return err;
}

static int find_fd(struct bpf_object *object, int kind, const char *name)
{
	struct bpf_program *program;
	struct bpf_map *map;

	if (kind == KJ_MAP) {
		map = bpf_object__find_map_by_name(object, name);
		return map ? bpf_map__fd(map) : -ENOENT;
	}
	program = bpf_object__find_program_by_name(object, name);
	return program ? bpf_program__fd(program) : -ENOENT;
}

static jint object_fd(JNIEnv *env, jclass native, jlong handle, jint kind, jstring name)
{
	const char *text = (*env)->GetStringUTFChars(env, name, NULL);
	int fd, own;

	if (!text)
		return -ENOMEM;
	kj_messages_clear();
	fd = find_fd(object_of(handle)->bpf, kind, text);
	(*env)->ReleaseStringUTFChars(env, name, text);
	if (fd < 0)
		return -ENOENT;
	own = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	return own < 0 ? -errno : own;
}

/* Appends a name with its NUL if there is a place for it; answers the bytes it takes. */
static size_t append_name(char *names, size_t at, const char *name)
{
	size_t length = strlen(name) + 1;

	if (names)
		memcpy(names + at, name, length);
	return length;
}

static size_t list_names(struct bpf_object *object, int kind, char *names)
{
	struct bpf_program *program;
	struct bpf_map *map;
	size_t at = 0;

	if (kind == KJ_MAP) {
		bpf_object__for_each_map(map, object)
			at += append_name(names, at, bpf_map__name(map));
	} else {
		bpf_object__for_each_program(program, object)
			at += append_name(names, at, bpf_program__name(program));
	}
	return at;
}

static jbyteArray object_names(JNIEnv *env, jclass native, jlong handle, jint kind)
{
	struct bpf_object *object = object_of(handle)->bpf;
	size_t bytes = list_names(object, kind, NULL);
	char *names = malloc(bytes + 1);
	jbyteArray result;

	if (!names)
		return NULL;
	list_names(object, kind, names);
	result = kj_bytes(env, names, bytes);
	free(names);
	return result;
}

static jbyteArray object_verifier_log(JNIEnv *env, jclass native, jlong handle)
{
	const char *log = object_of(handle)->log;

	return kj_bytes(env, log, log ? strnlen(log, KJ_LOG_BYTES) : 0);
}

static const JNINativeMethod methods[] = {
	KJ_METHOD("objectOpen", "(" KJ_STRING KJ_BUFFER "I)J", object_open),
	KJ_METHOD("objectSet", "(JI" KJ_STRING "J)I", object_set),
	KJ_METHOD("objectInitialValue", "(J" KJ_STRING KJ_BUFFER "I)I", object_initial_value),
	KJ_METHOD("objectLoad", "(J)I", object_load),
	KJ_METHOD("objectFd", "(JI" KJ_STRING ")I", object_fd),
	KJ_METHOD("objectNames", "(JI)[B", object_names),
	KJ_METHOD("objectVerifierLog", "(J)[B", object_verifier_log),
	KJ_METHOD("objectClose", "(J)I", object_close),
};

int kj_object_register(JNIEnv *env, jclass native)
{
	return (*env)->RegisterNatives(env, native, methods, KJ_COUNT(methods));
}
