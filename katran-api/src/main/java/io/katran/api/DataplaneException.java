package io.katran.api;

import org.jspecify.annotations.Nullable;

/** The kernel or the host refused; the message names the operation, the object and the fix. */
public final class DataplaneException extends KatranException {
    private static final long serialVersionUID = 1L;

    public DataplaneException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(code, message, cause);
    }
}
