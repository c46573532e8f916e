package io.katran.control.settings;

/** How the packet program is attached to the interface. */
public enum XdpMode {
    /** By the driver if it can, else by the kernel's generic code. */
    AUTO,
    NATIVE,
    GENERIC
}
