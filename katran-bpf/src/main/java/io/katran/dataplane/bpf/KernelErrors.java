package io.katran.dataplane.bpf;

import io.katran.api.DataplaneException;
import io.katran.api.ErrorCode;
import io.katran.bpf.BpfException;
import io.katran.bpf.Errno;
import io.katran.bpf.VerifierException;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Says what a refusal of the kernel means here, and which setting mends it. {@code io.katran.bpf}
 * knows operation, object and errno; only this package knows the configuration behind them.
 */
final class KernelErrors {
    private static final Map<String, String> FULL =
            Map.of(
                    "vip_map", "raise katran.limits.max-vips",
                    "vip_addrs", "raise katran.limits.max-vips",
                    "endpoints", "raise katran.limits.max-endpoints",
                    "klb_server_ids", "raise katran.limits.max-server-ids");

    private KernelErrors() {}

    static void run(String purpose, Runnable action) {
        call(
                purpose,
                () -> {
                    action.run();
                    return true;
                });
    }

    /**
     * Runs something that calls the kernel.
     *
     * @param purpose what it is for, to begin a sentence with: {@code cannot add VIP ...}
     * @throws DataplaneException with operation, object, errno and fix
     */
    static <T> T call(String purpose, Supplier<T> action) {
        try {
            return action.get();
        } catch (VerifierException e) {
            throw new DataplaneException(
                    ErrorCode.KERNEL_TOO_OLD,
                    purpose
                            + ": the kernel's verifier refused the program ("
                            + e.getMessage()
                            + "); katran needs Linux 5.10 or newer",
                    e);
        } catch (BpfException e) {
            throw new DataplaneException(code(e), purpose + ": " + e.getMessage() + fix(e), e);
        }
    }

    private static ErrorCode code(BpfException e) {
        Errno errno = e.errno();
        if (errno.equals(Errno.EPERM) || errno.equals(Errno.EACCES)) {
            return ErrorCode.NO_PERMISSION;
        }
        boolean attaching = e.operation().startsWith("attach");
        if (attaching && (errno.equals(Errno.EBUSY) || errno.equals(Errno.EEXIST))) {
            return ErrorCode.XDP_BUSY;
        }
        return attaching && errno.equals(Errno.ENODEV)
                ? ErrorCode.INTERFACE_UNKNOWN
                : ErrorCode.KERNEL_REFUSED;
    }

    private static String fix(BpfException e) {
        if (e.operation().startsWith("attach") && e.errno().equals(Errno.EOPNOTSUPP)) {
            return "; its driver cannot run XDP: katran.xdp.mode = generic works with every driver";
        }
        if (!e.errno().equals(Errno.E2BIG)) {
            return "";
        }
        return FULL.entrySet().stream()
                .filter(entry -> e.object().contains("'" + entry.getKey() + "'"))
                .map(entry -> "; the table is full: " + entry.getValue())
                .findAny()
                .orElse("");
    }
}
