package io.katran.bpf;

import java.util.Map;

/**
 * A kernel or libbpf call that failed: which operation, on what, with which error, and what to do
 * about it where that does not depend on the caller's configuration.
 */
public class BpfException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final Map<Errno, String> FIXES =
            Map.of(
                    Errno.EPERM,
                    "this needs root, or CAP_BPF, CAP_NET_ADMIN and CAP_PERFMON (and a raised memlock limit before Linux 5.11)",
                    Errno.EACCES,
                    "the verifier, a security module or a directory's mode refused it",
                    Errno.ENOMEM,
                    "the memory limit of the control group or of the machine is reached",
                    Errno.ENOTSUPP,
                    "this kernel, driver or kind of map cannot do it");

    private final String operation;
    private final String object;
    private final transient Errno errno;
    private final int errorNumber;
    private final int processed;

    /** A failure of a single call. */
    public BpfException(String operation, String object, Errno errno) {
        this(operation, object, errno, 0, "");
    }

    /** A failure with more to say, for example the messages of libbpf. */
    public BpfException(String operation, String object, Errno errno, String detail) {
        this(operation, object, errno, 0, detail);
    }

    BpfException(String operation, String object, Errno errno, int processed, String detail) {
        super(message(operation, object, errno, detail));
        this.operation = operation;
        this.object = object;
        this.errno = errno;
        this.errorNumber = errno.number();
        this.processed = processed;
    }

    /** What was tried, as a verb: {@code update}, {@code load}, {@code attach}. */
    public String operation() {
        return operation;
    }

    /** On what it was tried, with kind and name: {@code map 'reals'}. */
    public String object() {
        return object;
    }

    /** The kernel's answer. */
    public Errno errno() {
        return errno != null ? errno : Errno.of(errorNumber);
    }

    /** How many elements of a batch were done before the failure; 0 for single calls. */
    public int processed() {
        return processed;
    }

    private static String message(String operation, String object, Errno errno, String detail) {
        StringBuilder text = new StringBuilder(object).append(": ").append(operation);
        text.append(" failed: ").append(errno);
        String fix = FIXES.get(errno);
        if (fix != null) {
            text.append(" - ").append(fix);
        }
        if (!detail.isBlank()) {
            text.append("; ").append(detail.strip());
        }
        return text.toString();
    }
}
