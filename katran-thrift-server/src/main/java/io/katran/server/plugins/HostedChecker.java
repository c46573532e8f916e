package io.katran.server.plugins;

import io.katran.spi.HealthChecker;
import io.katran.spi.HealthResult;
import io.katran.spi.HealthTarget;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A plugin's health checker, started once and with its failures contained. */
final class HostedChecker implements HealthChecker {
    private final HostedPlugin plugin;
    private final HealthChecker checker;
    private boolean started;

    HostedChecker(HostedPlugin plugin, HealthChecker checker) {
        this.plugin = plugin;
        this.checker = checker;
    }

    @Override
    public synchronized void start() {
        if (!started) {
            plugin.call("starting a health checker", () -> startIt());
            started = true;
        }
    }

    private boolean startIt() {
        checker.start();
        return true;
    }

    @Override
    public CompletionStage<HealthResult> check(HealthTarget target) {
        try {
            return plugin.inItsLoader(() -> checker.check(target));
        } catch (Exception | LinkageError e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void close() {
        plugin.call("closing a health checker", () -> closeIt());
    }

    private boolean closeIt() {
        checker.close();
        return true;
    }
}
