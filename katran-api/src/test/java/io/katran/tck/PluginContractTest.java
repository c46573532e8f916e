package io.katran.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.katran.spi.HealthCheckerFactory;
import io.katran.spi.Plugin;
import io.katran.spi.ServiceDiscoveryFactory;
import io.katran.spi.SpiVersion;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a host relies on of every plugin. */
public abstract class PluginContractTest {
    private static final String NAME = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

    /** The class of the plugin. */
    protected abstract Class<? extends Plugin> pluginClass();

    @Test
    void is_registered_for_the_service_loader() {
        assertThat(ServiceLoader.load(Plugin.class).stream().map(ServiceLoader.Provider::type))
                .as("META-INF/services/" + Plugin.class.getName())
                .anyMatch(type -> type.equals(pluginClass()));
    }

    @Test
    void has_a_name_that_can_be_a_key() {
        assertThat(plugin().name()).matches(NAME);
    }

    @Test
    void was_built_for_an_interface_that_this_host_has() {
        assertThat(SpiVersion.CURRENT.accepts(plugin().spiVersion())).isTrue();
    }

    @Test
    void offers_something_and_every_type_once() {
        Plugin plugin = plugin();
        List<String> checks =
                plugin.healthCheckers().stream().map(HealthCheckerFactory::type).toList();
        List<String> discoveries =
                plugin.serviceDiscoveries().stream().map(ServiceDiscoveryFactory::type).toList();

        assertThat(Stream.concat(checks.stream(), discoveries.stream()))
                .isNotEmpty()
                .allMatch(type -> type.matches(NAME));
        assertThat(checks).doesNotHaveDuplicates();
        assertThat(discoveries).doesNotHaveDuplicates();
    }

    private Plugin plugin() {
        return ServiceLoader.load(Plugin.class).stream()
                .filter(provider -> provider.type().equals(pluginClass()))
                .findAny()
                .orElseThrow(() -> new AssertionError(pluginClass() + " is not registered"))
                .get();
    }
}
