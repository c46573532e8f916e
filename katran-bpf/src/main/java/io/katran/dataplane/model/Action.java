package io.katran.dataplane.model;

/** What becomes of a frame. */
public enum Action {
    DROP,
    /** On to the host's network stack. */
    PASS,
    /** Out by the interface it came in. */
    TX
}
