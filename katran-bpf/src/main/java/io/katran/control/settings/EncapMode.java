package io.katran.control.settings;

/** What packets to the reals are wrapped in. */
public enum EncapMode {
    /** An IP header. */
    IPIP,
    /** An IP and a UDP header. */
    GUE
}
