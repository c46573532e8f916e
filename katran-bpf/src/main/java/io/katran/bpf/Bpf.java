package io.katran.bpf;

import java.util.Optional;

/** Whether the native half of this library could be loaded, and if not, why. */
public final class Bpf {
    private static final Optional<Throwable> CAUSE = NativeLibrary.load();

    private Bpf() {}

    /**
     * True if the native library is loaded. It says nothing about privileges: those are asked for
     * by each call.
     */
    public static boolean isAvailable() {
        return CAUSE.isEmpty();
    }

    /** Why the library is not available; every attempt that failed is a suppressed exception. */
    public static Optional<Throwable> unavailabilityCause() {
        return CAUSE;
    }

    /**
     * Does nothing if the library is available.
     *
     * @throws UnsupportedOperationException with the cause, if it is not
     */
    public static void require() {
        CAUSE.ifPresent(
                cause -> {
                    throw new UnsupportedOperationException(
                            "the native library of katran-bpf is not available: "
                                    + cause.getMessage(),
                            cause);
                });
    }
}
