package io.katran.server.checks;

/** How much a finding matters, the least first. */
public enum Severity {
    /** As it should be. */
    OK,
    /** Worth knowing; nothing to do. */
    INFO,
    /** It works, and not as well as it could. */
    WARN,
    /** Packets would not be balanced; the server does not start. */
    FAIL
}
