package io.katran.spi;

import java.util.List;

/**
 * The entry of a plugin. The constructor does nothing; every kind of extension is a method with an
 * empty default, so that new kinds do not break old plugins.
 */
public interface Plugin {

    /** The plugin's name: its own settings are at {@code katran.plugins.<name>}. */
    String name();

    /** The version of this interface that the plugin was built for. */
    default SpiVersion spiVersion() {
        return SpiVersion.CURRENT;
    }

    /** Types of health check. */
    default List<HealthCheckerFactory> healthCheckers() {
        return List.of();
    }

    /** Types of service discovery. */
    default List<ServiceDiscoveryFactory> serviceDiscoveries() {
        return List.of();
    }
}
