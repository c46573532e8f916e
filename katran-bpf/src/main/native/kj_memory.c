/* SPDX-License-Identifier: Apache-2.0 */
/* The memory of arrays, mapped into this process. */
#include <sys/mman.h>

#include "kj.h"

static void *address_of(jlong address)
{
	return (void *)(intptr_t)address;
}

static jlong map_mmap(JNIEnv *env, jclass native, jint fd, jlong offset, jlong length)
{
	void *memory;

	kj_messages_clear();
	memory = mmap(NULL, (size_t)length, PROT_READ | PROT_WRITE, MAP_SHARED, fd, offset);
	return memory == MAP_FAILED ? -errno : (jlong)(intptr_t)memory;
}

static jobject memory_buffer(JNIEnv *env, jclass native, jlong address, jlong length)
{
	return (*env)->NewDirectByteBuffer(env, address_of(address), length);
}

/*
 * Without release, zero pages take the place of the map's memory in one step. A view that Java still
 * holds reads zeros then, instead of faulting or, worse, meeting another mapping at the same addresses.
 */
static jint memory_unmap(JNIEnv *env, jclass native, jlong address, jlong length, jint release)
{
	void *memory;

	kj_messages_clear();
	if (release)
		return munmap(address_of(address), (size_t)length) ? -errno : 0;
	memory = mmap(address_of(address), (size_t)length, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
	return memory == MAP_FAILED ? -errno : 0;
}

static const JNINativeMethod methods[] = {
	KJ_METHOD("mapMmap", "(IJJ)J", map_mmap),
	KJ_METHOD("memoryBuffer", "(JJ)" KJ_BUFFER, memory_buffer),
	KJ_METHOD("memoryUnmap", "(JJI)I", memory_unmap),
};

int kj_memory_register(JNIEnv *env, jclass native)
{
	return (*env)->RegisterNatives(env, native, methods, KJ_COUNT(methods));
}
