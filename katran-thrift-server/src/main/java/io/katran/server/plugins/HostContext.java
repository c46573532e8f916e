package io.katran.server.plugins;

import com.codahale.metrics.MetricRegistry;
import com.typesafe.config.Config;
import io.katran.spi.PluginContext;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;

/** What one plugin is given. */
record HostContext(
        Config config, MetricRegistry metrics, Clock clock, ScheduledExecutorService scheduler)
        implements PluginContext {}
