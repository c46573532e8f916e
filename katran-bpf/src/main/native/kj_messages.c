/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libbpf explains its failures through one print callback for the whole process. This one keeps the
 * latest messages of each thread, so that Java can fetch those that belong to its failed call.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <bpf/libbpf.h>

#include "kj.h"

#define KJ_MESSAGES_BYTES 4096

static __thread char messages[KJ_MESSAGES_BYTES];
static __thread size_t used;

/* Makes room by dropping the oldest half: the last messages are the ones that say what went wrong. */
static void drop_oldest(void)
{
	size_t half = used / 2;

	memmove(messages, messages + half, used - half);
	used -= half;
}

static int keep_message(enum libbpf_print_level level, const char *format, va_list args)
{
	char text[KJ_MESSAGES_BYTES / 2];
	int length;

	if (level == LIBBPF_DEBUG)
		return 0;
	length = vsnprintf(text, sizeof(text), format, args);
	if (length <= 0)
		return 0;
	if ((size_t)length >= sizeof(text))
		length = sizeof(text) - 1;
	if (used + (size_t)length > sizeof(messages))
		drop_oldest();
	memcpy(messages + used, text, (size_t)length);
	used += (size_t)length;
	return 0;
}

void kj_messages_clear(void)
{
	used = 0;
}

static jbyteArray fetch(JNIEnv *env, jclass native)
{
	jbyteArray bytes = kj_bytes(env, messages, used);

	used = 0;
	return bytes;
}

static const JNINativeMethod methods[] = {
	KJ_METHOD("messages", "()[B", fetch),
};

int kj_messages_register(JNIEnv *env, jclass native)
{
	libbpf_set_print(keep_message);
	return (*env)->RegisterNatives(env, native, methods, KJ_COUNT(methods));
}
