package io.katran.spi;

import com.typesafe.config.Config;
import java.util.List;

/** A type of health check. */
public interface HealthCheckerFactory {

    /**
     * The keys of {@code health-check} that the host reads. A checker never sees them; its reader
     * {@linkplain io.katran.api.SettingsReader#ignore ignores} them, so that it can name the one
     * that was meant by a misspelt key.
     */
    List<String> HOST_KEYS = List.of("type", "port", "interval", "timeout", "rise", "fall", "via");

    /** The name in {@code health-check { type = ... }}. */
    String type();

    /**
     * Makes a checker; opens nothing yet. One checker serves all VIPs with the same settings.
     *
     * @param settings the {@code health-check} block without the {@link #HOST_KEYS}; origins are
     *     kept, so that errors can name file and line
     * @throws io.katran.api.SettingsException if the settings are wrong, unknown keys included
     */
    HealthChecker create(PluginContext context, Config settings);
}
