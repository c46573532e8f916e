/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What libbpf.a and libelf.a need to be linked into a shared object.
 *
 * Distributions build them for executables. Two members do not survive: libelf's error state is
 * thread-local in a form that only executables may use, so the Makefile leaves that member out and it
 * is written anew here; and libbpf refers to libc's stderr directly, which the Makefile redirects to
 * kj_stderr.
 */
#include <stdio.h>

const char *elf_errmsg(int error);
int elf_errno(void);
void __libelf_seterrno(int error);

extern FILE *kj_stderr;
FILE *kj_stderr;

static __thread int last_error;

__attribute__((constructor)) static void set_stderr(void)
{
	kj_stderr = stderr;
}

int elf_errno(void)
{
	int error = last_error;

	last_error = 0;
	return error;
}

const char *elf_errmsg(int error)
{
	static __thread char text[32];

	if (error == -1)
		error = last_error;
	if (error == 0)
		return NULL;
	snprintf(text, sizeof(text), "libelf error %d", error);
	return text;
}

void __libelf_seterrno(int error)
{
	last_error = error;
}
