package io.katran.spi;

import java.util.concurrent.CompletionStage;

/**
 * Probes targets. The host decides when, how often, and what follows from the results: intervals,
 * jitter, rise and fall, and de-duplication are not the checker's business.
 */
public interface HealthChecker extends AutoCloseable {

    /** Opens what the checker needs; may take 5 s. */
    void start();

    /**
     * Probes a target once, without blocking; many probes may be under way at once.
     *
     * @return completes within the target's timeout (the host counts a later completion, or an
     *     exceptional one, as a failure)
     */
    CompletionStage<HealthResult> check(HealthTarget target);

    /** Ends all probes under way. */
    @Override
    void close();
}
