package io.katran.spi;

import com.typesafe.config.Config;

/** A type of health check. */
public interface HealthCheckerFactory {

    /** The name in {@code health-check { type = ... }}. */
    String type();

    /**
     * Makes a checker; opens nothing yet. One checker serves all VIPs with the same settings.
     *
     * @param settings the {@code health-check} block without the host's own keys ({@code type},
     *     {@code port}, {@code interval}, {@code timeout}, {@code rise}, {@code fall}, {@code
     *     via}); origins are kept, so that errors can name file and line
     * @throws io.katran.api.SettingsException if the settings are wrong, unknown keys included
     */
    HealthChecker create(PluginContext context, Config settings);
}
