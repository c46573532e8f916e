package io.katran.dataplane.model;

/**
 * Whose fragments, IP options, truncated headers and echo requests are handled. Packets to a VIP
 * are balanced alike in both.
 */
public enum Scope {
    /** Those of VIPs' addresses only; the host's other traffic passes. */
    VIP,
    /** All that arrive at the host, as in the reference. */
    HOST
}
