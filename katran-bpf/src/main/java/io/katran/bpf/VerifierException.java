package io.katran.bpf;

import java.util.List;

/**
 * The kernel refused a program. The message ends with the last lines of the verifier's log; the log
 * is kept whole.
 */
public final class VerifierException extends BpfException {
    private static final long serialVersionUID = 1L;
    private static final int LINES_IN_MESSAGE = 8;

    private final String log;

    VerifierException(String object, Errno errno, String messages, String log) {
        super("load", object, errno, messages + System.lineSeparator() + ending(log));
        this.log = log;
    }

    /** The verifier's log as the kernel wrote it, up to 16 MiB. */
    public String log() {
        return log;
    }

    private static String ending(String log) {
        List<String> lines = log.lines().toList();
        int omitted = Math.max(0, lines.size() - LINES_IN_MESSAGE);
        String last = String.join(System.lineSeparator(), lines.subList(omitted, lines.size()));
        return omitted == 0
                ? "verifier log:" + System.lineSeparator() + last
                : "verifier log (" + omitted + " lines omitted):" + System.lineSeparator() + last;
    }
}
