package io.katran.bpf;

import java.nio.charset.StandardCharsets;

/** Turns results of native calls into exceptions; the only place that does. */
final class Failures {
    private Failures() {}

    /** The result if it is none, else the exception for {@code -errno}. */
    static int check(int result, String operation, String object) {
        if (result < 0) {
            throw failure(result, operation, object);
        }
        return result;
    }

    static long check(long result, String operation, String object) {
        if (result < 0) {
            throw failure((int) result, operation, object);
        }
        return result;
    }

    static BpfException failure(int result, String operation, String object) {
        return new BpfException(operation, object, Errno.of(result), messages());
    }

    /** What libbpf printed during the failed call, on one line. */
    static String messages() {
        byte[] bytes = Native.messages();
        return bytes == null
                ? ""
                : new String(bytes, StandardCharsets.UTF_8).strip().replace("\n", " | ");
    }
}
