package io.katran.server;

import io.katran.api.ErrorCode;
import io.katran.api.KatranException;
import io.katran.control.settings.Settings;
import io.katran.server.checks.Finding;
import io.katran.server.checks.Host;
import io.katran.server.checks.Severity;
import io.katran.server.checks.StartupChecks;
import io.katran.server.checks.Subject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a start depend on what the host offers. */
final class HostCheck {
    private static final Logger LOG = LoggerFactory.getLogger(HostCheck.class);

    private HostCheck() {}

    /**
     * Logs what could be better.
     *
     * @throws KatranException HOST_UNFIT with everything that keeps packets from being balanced
     */
    static void require(Host host, Settings settings) {
        List<Finding> findings = StartupChecks.run(host, Optional.of(Subject.of(settings)));
        findings.stream()
                .filter(finding -> finding.severity() == Severity.WARN)
                .forEach(finding -> LOG.warn("{}", text(finding)));
        List<Finding> failures = StartupChecks.failures(findings);
        if (!failures.isEmpty()) {
            throw new KatranException(
                    ErrorCode.HOST_UNFIT,
                    failures.stream()
                            .map(HostCheck::text)
                            .collect(Collectors.joining(System.lineSeparator())));
        }
    }

    private static String text(Finding finding) {
        return finding.id() + ": " + finding.what() + "; mend it by: " + finding.fix();
    }
}
