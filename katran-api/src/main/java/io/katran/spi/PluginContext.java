package io.katran.spi;

import com.codahale.metrics.MetricRegistry;
import com.typesafe.config.Config;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;

/** All that the host gives a plugin. */
public interface PluginContext {

    /** The settings at {@code katran.plugins.<name>}; empty if there are none. */
    Config config();

    /** The host's metrics; names of a plugin start with its own name. */
    MetricRegistry metrics();

    /** The host's clock: use it instead of the system's, so that tests can move it. */
    Clock clock();

    /** A scheduler owned by the host. Tasks must be short and must not block. */
    ScheduledExecutorService scheduler();
}
