package io.katran.tck;

import com.codahale.metrics.MetricRegistry;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.katran.spi.PluginContext;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A context as a host gives it: system clock, a scheduler of its own, metrics to look into. */
public final class TestContext implements PluginContext, AutoCloseable {
    private final Config config;
    private final MetricRegistry metrics = new MetricRegistry();
    private final ScheduledExecutorService scheduler =
            Executors.newScheduledThreadPool(
                    2,
                    task -> {
                        Thread thread = new Thread(task, "plugin-test-scheduler");
                        thread.setDaemon(true);
                        return thread;
                    });

    /** A context without settings of the plugin. */
    public TestContext() {
        this(ConfigFactory.empty());
    }

    public TestContext(Config config) {
        this.config = config;
    }

    @Override
    public Config config() {
        return config;
    }

    @Override
    public MetricRegistry metrics() {
        return metrics;
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public ScheduledExecutorService scheduler() {
        return scheduler;
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
