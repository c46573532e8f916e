package io.katran.control.health;

import io.katran.api.IpAddress;
import io.katran.spi.HealthChecker;
import io.katran.spi.HealthResult;
import io.katran.spi.HealthTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A checker whose answers a test gives: at once by a function, or later by the probe's future. */
public final class ScriptedChecker implements HealthChecker {
    public record Asked(HealthTarget target, CompletableFuture<HealthResult> answer) {}

    public final List<Asked> asked = new ArrayList<>();
    private volatile Function<IpAddress, CompletableFuture<HealthResult>> answers =
            address -> new CompletableFuture<>();

    /** Answers at once from now on. */
    public ScriptedChecker answering(Function<IpAddress, HealthResult> results) {
        answers = address -> CompletableFuture.completedFuture(results.apply(address));
        return this;
    }

    /** Throws instead of answering. */
    public void throwing(RuntimeException e) {
        answers =
                address -> {
                    throw e;
                };
    }

    @Override
    public void start() {}

    @Override
    public CompletionStage<HealthResult> check(HealthTarget target) {
        CompletableFuture<HealthResult> answer = answers.apply(target.address());
        asked.add(new Asked(target, answer));
        return answer;
    }

    @Override
    public void close() {}
}
