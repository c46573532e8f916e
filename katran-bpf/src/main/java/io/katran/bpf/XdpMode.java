package io.katran.bpf;

/** Where in the kernel an XDP program runs. */
public enum XdpMode {
    /** In the driver, before a socket buffer exists. */
    NATIVE(1 << 2),
    /** Behind the driver, on socket buffers: works with every interface, and is slower. */
    GENERIC(1 << 1),
    /** On the card. Only seen in answers; this library does not attach there. */
    OFFLOADED(1 << 3);

    private final int flags;

    XdpMode(int flags) {
        this.flags = flags;
    }

    int flags() {
        return flags;
    }
}
