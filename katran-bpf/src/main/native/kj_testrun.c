/* SPDX-License-Identifier: Apache-2.0 */
/* Running a program on a packet. */
#include <bpf/bpf.h>

#include "kj.h"

/* What programTestRun writes. */
struct test_result {
	__u32 return_value;
	__u32 output_bytes;
	__u32 duration_ns;
};

static jint program_test_run(JNIEnv *env, jclass native, jint fd, jobject input, jint input_length,
			     jobject output, jint output_capacity, jobject context,
			     jint context_length, jint repeat, jint batch_size, jint flags,
			     jobject result)
{
	struct test_result *out = kj_at(env, result, 0, sizeof(*out));
	LIBBPF_OPTS(bpf_test_run_opts, opts, .data_in = kj_at(env, input, 0, input_length),
		    .data_size_in = (__u32)input_length,
		    .data_out = kj_at(env, output, 0, output_capacity),
		    .data_size_out = (__u32)output_capacity,
		    .ctx_in = kj_at(env, context, 0, context_length),
		    .ctx_size_in = (__u32)context_length, .repeat = repeat,
		    .batch_size = (__u32)batch_size, .flags = (__u32)flags);
	int err;

	if (!out || (input_length > 0 && !opts.data_in) || (output_capacity > 0 && !opts.data_out) ||
	    (context_length > 0 && !opts.ctx_in))
		return -EINVAL;
	kj_messages_clear();
	err = bpf_prog_test_run_opts(fd, &opts);
	out->return_value = opts.retval;
	out->output_bytes = opts.data_size_out;
	out->duration_ns = opts.duration;
	return err;
}

static const JNINativeMethod methods[] = {
	KJ_METHOD("programTestRun", "(I" KJ_BUFFER "I" KJ_BUFFER "I" KJ_BUFFER "IIII" KJ_BUFFER ")I",
		  program_test_run),
};

int kj_testrun_register(JNIEnv *env, jclass native)
{
	return (*env)->RegisterNatives(env, native, methods, KJ_COUNT(methods));
}
