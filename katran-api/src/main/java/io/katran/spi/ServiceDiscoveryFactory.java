package io.katran.spi;

import com.typesafe.config.Config;

/** A type of service discovery. */
public interface ServiceDiscoveryFactory {

    /** The name in {@code discovery { type = ... }}. */
    String type();

    /**
     * Makes a discovery for one VIP; opens nothing yet.
     *
     * @param settings the {@code discovery} block without {@code type}; origins are kept
     * @param listener where to report; may be called from any thread, also from {@code start}
     * @throws io.katran.api.SettingsException if the settings are wrong, unknown keys included
     */
    ServiceDiscovery create(PluginContext context, Config settings, DiscoveryListener listener);
}
