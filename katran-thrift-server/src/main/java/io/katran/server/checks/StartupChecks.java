package io.katran.server.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All checks, in the order in which people should mend what they find: the kernel, our rights, then
 * the interface. A check that depends on a failed one is left out.
 */
public final class StartupChecks {
    private StartupChecks() {}

    /**
     * Looks at a host; changes nothing.
     *
     * @param subject what is wanted of it; empty for the host alone
     */
    public static List<Finding> run(Host host, Optional<Subject> subject) {
        List<Finding> findings = new ArrayList<>(new KernelChecks(host).run());
        subject.filter(wanted -> host.nativeProblem().isEmpty())
                .ifPresent(wanted -> findings.addAll(new InterfaceChecks(host, wanted).run()));
        return List.copyOf(findings);
    }

    /** Those that keep a server from starting. */
    public static List<Finding> failures(List<Finding> findings) {
        return findings.stream().filter(finding -> finding.severity() == Severity.FAIL).toList();
    }
}
