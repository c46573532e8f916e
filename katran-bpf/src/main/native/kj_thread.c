/* SPDX-License-Identifier: Apache-2.0 */
/* On which CPUs the calling thread may run. */
#include <sys/syscall.h>
#include <unistd.h>

#include "kj.h"

/* The system calls themselves and not libc's: they take a mask of any size and say how much they filled. */
static jint thread_affinity(JNIEnv *env, jclass native, jobject mask, jint write)
{
	jlong bytes = (*env)->GetDirectBufferCapacity(env, mask);
	void *bits = kj_at(env, mask, 0, bytes);
	long result;

	kj_messages_clear();
	if (!bits)
		return -EINVAL;
	result = syscall(write ? SYS_sched_setaffinity : SYS_sched_getaffinity, 0, (size_t)bytes, bits);
	return result < 0 ? -errno : (jint)result;
}

static const JNINativeMethod methods[] = {
	KJ_METHOD("threadAffinity", "(" KJ_BUFFER "I)I", thread_affinity),
};

int kj_thread_register(JNIEnv *env, jclass native)
{
	return (*env)->RegisterNatives(env, native, methods, KJ_COUNT(methods));
}
