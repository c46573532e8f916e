package io.katran.server.checks;

import java.util.Objects;

/**
 * One thing that was looked at.
 *
 * @param id a stable name: {@code kernel-version}, {@code mtu-headroom}...
 * @param what what was found, with values
 * @param fix the command or setting that mends it; empty if there is nothing to mend
 */
public record Finding(String id, Severity severity, String what, String fix) {
    public Finding {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(fix, "fix");
    }

    static Finding ok(String id, String what) {
        return new Finding(id, Severity.OK, what, "");
    }

    static Finding info(String id, String what) {
        return new Finding(id, Severity.INFO, what, "");
    }

    static Finding warn(String id, String what, String fix) {
        return new Finding(id, Severity.WARN, what, fix);
    }

    static Finding fail(String id, String what, String fix) {
        return new Finding(id, Severity.FAIL, what, fix);
    }
}
