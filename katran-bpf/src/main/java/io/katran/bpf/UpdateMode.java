package io.katran.bpf;

/** When an update may write. */
public enum UpdateMode {
    /** Creates or replaces. */
    ANY(0),
    /** Creates only; an existing entry is EEXIST. */
    CREATE(1),
    /** Replaces only; a missing entry is ENOENT. */
    REPLACE(2);

    private final long flags;

    UpdateMode(long flags) {
        this.flags = flags;
    }

    long flags() {
        return flags;
    }
}
