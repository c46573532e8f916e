package io.katran.bpf;

import java.nio.charset.StandardCharsets;

/** Turns results of native calls into exceptions; the only place that does. */
final class Failures {
    private Failures() {}

    /** The result if it is none, else the exception for {@code -errno}. */
    static int check(int result, String operation, String object) {
        return (int) check((long) result, operation, object, "");
    }

    static int check(int result, String operation, String object, String detail) {
        return (int) check((long) result, operation, object, detail);
    }

    static long check(long result, String operation, String object) {
        return check(result, operation, object, "");
    }

    static long check(long result, String operation, String object, String detail) {
        if (result >= 0) {
            return result;
        }
        String messages = messages();
        String all =
                detail.isEmpty() || messages.isEmpty()
                        ? detail + messages
                        : detail + "; " + messages;
        throw new BpfException(operation, object, Errno.of((int) result), all);
    }

    /** What libbpf printed during the failed call, on one line. */
    static String messages() {
        byte[] bytes = Native.messages();
        return bytes == null
                ? ""
                : new String(bytes, StandardCharsets.UTF_8).strip().replace("\n", " | ");
    }
}
