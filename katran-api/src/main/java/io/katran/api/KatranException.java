package io.katran.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An operation failed and changed nothing. The message says what, why, and what mends it. */
public class KatranException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public KatranException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public KatranException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code, "code");
    }

    public ErrorCode code() {
        return code;
    }
}
