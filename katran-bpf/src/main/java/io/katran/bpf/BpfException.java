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
                    "this needs root, or CAP_BPF, CAP_NET_ADMIN and CAP_PERFMON, and before Linux 5.11"
                            + " a raised memlock limit",
                    Errno.ENOMEM,
                    "the memory limit of the control group or of the machine is reached",
                    Errno.ENOTSUPP,
                    "this kernel, driver or kind of map cannot do it");

    private final String operation;
    private final String object;
    private final int errorNumber;
    private final int processed;

    /**
     * A failure of a call.
     *
     * @param operation a verb: {@code load}
     * @param object with its kind: {@code map 'reals'}
     * @param errno the kernel's answer
     * @param detail what else is known, in particular libbpf's messages; may be empty
     */
    public BpfException(String operation, String object, Errno errno, String detail) {
        this(operation, object, errno, 0, object + ": " + operation + " failed", detail);
    }

    private BpfException(
            String operation,
            String object,
            Errno errno,
            int processed,
            String beginning,
            String detail) {
        super(message(beginning, errno, detail));
        this.operation = operation;
        this.object = object;
        this.errorNumber = errno.number();
        this.processed = processed;
    }

    /** A batch that ended early. */
    static BpfException ofBatch(
            String operation, String object, Errno errno, int processed, int count) {
        String beginning =
                object + ": " + operation + " failed after " + processed + " of " + count;
        return new BpfException(operation, object, errno, processed, beginning, "");
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
        return Errno.of(errorNumber);
    }

    /** How many elements of a batch were done before the failure; 0 for single calls. */
    public int processed() {
        return processed;
    }

    private static String message(String beginning, Errno errno, String detail) {
        StringBuilder text = new StringBuilder(beginning).append(": ").append(errno);
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
