package io.katran.api;

/**
 * Why an operation failed. Numbers are stable; the hundreds say whose turn it is: 1xx the caller's,
 * 2xx a limit's, 3xx the host's, 4xx ours. Plugins use 1000 and above.
 */
public enum ErrorCode {
    INVALID_ARGUMENT(100),
    VIP_EXISTS(101),
    VIP_UNKNOWN(102),
    REAL_UNKNOWN(103),
    /** The entry belongs to the configuration file and is changed there. */
    OWNED_BY_CONFIGURATION(104),
    /** An IPv6 VIP cannot have an IPv4 real. */
    FAMILY_MISMATCH(105),
    /** The operation needs a feature that is switched off or absent. */
    FEATURE_OFF(106),
    SETTINGS_INVALID(110),

    TOO_MANY_VIPS(200),
    TOO_MANY_REALS(201),
    TOO_MANY_ENDPOINTS(202),
    TOO_MANY_SERVER_IDS(203),

    /** The kernel refused something that should have worked. */
    KERNEL_REFUSED(300),
    NO_PERMISSION(301),
    INTERFACE_UNKNOWN(302),
    /** Another XDP program sits on the interface. */
    XDP_BUSY(303),
    KERNEL_TOO_OLD(304),
    /** The native library or a BPF object cannot be used on this host. */
    NATIVE_UNAVAILABLE(305),
    /** The host lacks something that balancing needs; the message lists all that it lacks. */
    HOST_UNFIT(306),

    INTERNAL(400),
    CLOSED(401);

    private final int number;

    ErrorCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
