package io.katran.control;

/**
 * Whether the data path is known to hold what it should.
 *
 * @param inStep false while a failed change could be neither completed nor undone; it is retried
 * @param lastError why the last change failed, empty since one succeeded
 * @param failures changes that the data path refused since the start
 */
public record ApplierHealth(boolean inStep, String lastError, long failures) {
    static final ApplierHealth GOOD = new ApplierHealth(true, "", 0);

    ApplierHealth succeeded() {
        return inStep && lastError.isEmpty() ? this : new ApplierHealth(true, "", failures);
    }

    ApplierHealth failed(String error) {
        return new ApplierHealth(false, error, failures + 1);
    }

    /** After the failure the old state is in the data path again. */
    ApplierHealth recovered() {
        return new ApplierHealth(true, lastError, failures);
    }
}
