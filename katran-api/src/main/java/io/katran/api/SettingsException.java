package io.katran.api;

import java.util.List;

/** The configuration has problems; nothing of it was applied. */
public final class SettingsException extends KatranException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    /**
     * @param problems at least one, each as {@code file:line: key: what is wrong, what is allowed}
     */
    public SettingsException(List<String> problems) {
        super(ErrorCode.SETTINGS_INVALID, String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** All problems, in the order of the file. */
    public List<String> problems() {
        return problems;
    }
}
