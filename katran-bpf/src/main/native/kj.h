/* SPDX-License-Identifier: Apache-2.0 */
#ifndef KJ_H
#define KJ_H

/*
 * The JNI boundary of katran-bpf, in one page.
 *
 * Java class io.katran.bpf.Native declares the methods, each C file here implements those of one
 * concern and binds them by table in its kj_*_register(). A method answers >= 0, or -errno; it never
 * throws, keeps no references and knows nothing of load balancing.
 */

#include <errno.h>
#include <stdint.h>

#include <jni.h>

#define KJ_COUNT(array) ((jint)(sizeof(array) / sizeof((array)[0])))
#define KJ_BUFFER "Ljava/nio/ByteBuffer;"
#define KJ_STRING "Ljava/lang/String;"
#define KJ_METHOD(name, signature, function) { (char *)(name), (char *)(signature), (void *)(function) }

/* What a descriptor or a name refers to; Native.KIND_*. */
enum kj_kind { KJ_MAP = 0, KJ_PROGRAM = 1, KJ_LINK = 2 };

int kj_file_register(JNIEnv *env, jclass native);
int kj_link_register(JNIEnv *env, jclass native);
int kj_map_register(JNIEnv *env, jclass native);
int kj_memory_register(JNIEnv *env, jclass native);
int kj_messages_register(JNIEnv *env, jclass native);
int kj_object_register(JNIEnv *env, jclass native);
int kj_testrun_register(JNIEnv *env, jclass native);
int kj_thread_register(JNIEnv *env, jclass native);

/* Forgets what libbpf printed on this thread; first act of every method whose failure shows messages. */
void kj_messages_clear(void);

/* A Java byte[] with a copy of the bytes; NULL (and an exception pending in the JVM) without memory. */
jbyteArray kj_bytes(JNIEnv *env, const void *bytes, size_t length);

/*
 * The address of `length` bytes at `offset` of a direct buffer, or NULL if the buffer is absent, not
 * direct or too small. Java has checked that already; this is the second pair of eyes.
 */
void *kj_at(JNIEnv *env, jobject buffer, jlong offset, jlong length);

#endif
