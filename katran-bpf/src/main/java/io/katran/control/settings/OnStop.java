package io.katran.control.settings;

/** What happens to the data path when the process stops. */
public enum OnStop {
    /** It goes on forwarding with the last state. */
    KEEP,
    DETACH
}
