/* SPDX-License-Identifier: Apache-2.0 */
#include "kj.h"

#define KJ_NATIVE_CLASS "io/katran/bpf/Native"

typedef int (*kj_register_fn)(JNIEnv *env, jclass native);

static const kj_register_fn concerns[] = {
	kj_messages_register, kj_object_register,  kj_map_register,  kj_memory_register,
	kj_link_register,     kj_testrun_register, kj_file_register, kj_thread_register,
};

JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM *vm, void *reserved);

JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM *vm, void *reserved)
{
	JNIEnv *env;
	jclass native;

	if ((*vm)->GetEnv(vm, (void **)&env, JNI_VERSION_1_8) != JNI_OK)
		return JNI_ERR;
	native = (*env)->FindClass(env, KJ_NATIVE_CLASS);
	if (!native)
		return JNI_ERR;
	for (jint i = 0; i < KJ_COUNT(concerns); i++) {
		/* The exception that is pending names the method Java does not declare. */
		if (concerns[i](env, native) != JNI_OK)
			return JNI_ERR;
	}
	(*env)->DeleteLocalRef(env, native);
	return JNI_VERSION_1_8;
}

void *kj_at(JNIEnv *env, jobject buffer, jlong offset, jlong length)
{
	char *address;

	if (!buffer || offset < 0 || length < 0)
		return NULL;
	address = (*env)->GetDirectBufferAddress(env, buffer);
	if (!address || (*env)->GetDirectBufferCapacity(env, buffer) - offset < length)
		return NULL;
	return address + offset;
}

jbyteArray kj_bytes(JNIEnv *env, const void *bytes, size_t length)
{
	jbyteArray array = (*env)->NewByteArray(env, (jsize)length);

	if (array && length > 0)
		(*env)->SetByteArrayRegion(env, array, 0, (jsize)length, bytes);
	return array;
}
