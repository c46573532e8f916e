package io.katran.server.thrift;

import io.katran.api.ErrorCode;
import io.katran.api.KatranException;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/**
 * What becomes of a call that fails. The interface has no exceptions, so the client gets the value
 * that the method documents for failure, and the reason is one line of the log.
 *
 * <p>Anything but a {@link KatranException} is a fault of ours; it is left alone, and the client
 * gets INTERNAL_ERROR.
 */
final class Refusals {

    private static final Logger log = LoggerFactory.getLogger(Refusals.class);

    private Refusals() {}

    /** True if the change was made. */
    static boolean change(String call, Runnable change) {
        return read(
                call,
                false,
                () -> {
                    change.run();
                    return true;
                });
    }

    /** What was read, or else the method's value for failure. */
    static <T> T read(String call, T failure, Supplier<T> read) {
        try {
            return read.get();
        } catch (KatranException e) {
            Level level = level(e.code());
            log.atLevel(level)
                    .setCause(level == Level.ERROR ? e : null)
                    .log(
                            "{} of {} refused: {} ({})",
                            call,
                            Objects.requireNonNullElse(MDC.get(Connection.CLIENT), "this process"),
                            LogText.printable(String.valueOf(e.getMessage())),
                            e.code());
            return failure;
        }
    }

    /**
     * INFO: the client's turn. WARN: the operator's turn, by a setting. ERROR: look at the host.
     */
    private static Level level(ErrorCode code) {
        return switch (code) {
            case INVALID_ARGUMENT,
                    VIP_EXISTS,
                    VIP_UNKNOWN,
                    REAL_UNKNOWN,
                    OWNED_BY_CONFIGURATION,
                    FAMILY_MISMATCH,
                    SETTINGS_INVALID,
                    CLOSED ->
                    Level.INFO;
            case FEATURE_OFF,
                    TOO_MANY_VIPS,
                    TOO_MANY_REALS,
                    TOO_MANY_ENDPOINTS,
                    TOO_MANY_SERVER_IDS ->
                    Level.WARN;
            case KERNEL_REFUSED,
                    NO_PERMISSION,
                    INTERFACE_UNKNOWN,
                    XDP_BUSY,
                    KERNEL_TOO_OLD,
                    NATIVE_UNAVAILABLE,
                    HOST_UNFIT,
                    INTERNAL ->
                    Level.ERROR;
        };
    }
}
