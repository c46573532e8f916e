package io.katran.control.settings;

/** Whose fragments, packets with IP options and echo requests the data path handles. */
public enum Scope {
    /** Those to VIPs; everything else passes. */
    VIP,
    /** Those of the whole host, as the reference does. */
    HOST
}
