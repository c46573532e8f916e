package io.katran.plugins.discovery.consul;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.katran.api.SettingsReader;
import io.katran.spi.DiscoveryListener;
import io.katran.spi.PluginContext;
import io.katran.spi.ServiceDiscovery;
import io.katran.spi.ServiceDiscoveryFactory;

/** Makes the discovery {@code consul}. */
final class ConsulDiscoveryFactory implements ServiceDiscoveryFactory {
    private static final Config DEFAULTS =
            ConfigFactory.parseResources(
                    ConsulDiscoveryFactory.class.getClassLoader(),
                    "io/katran/plugins/discovery/consul/discovery-reference.conf");

    private final SharedClients clients;

    ConsulDiscoveryFactory(SharedClients clients) {
        this.clients = clients;
    }

    @Override
    public String type() {
        return "consul";
    }

    @Override
    public ServiceDiscovery create(
            PluginContext context, Config settings, DiscoveryListener listener) {
        SettingsReader.of(context.config(), "katran.plugins.discovery-consul").finish();
        ConsulSettings read =
                ConsulSettings.read(SettingsReader.of(settings, DEFAULTS, "discovery"));
        return new ConsulDiscovery(
                read,
                new Catalogue(read, clients, context.scheduler()),
                context.scheduler(),
                context.metrics(),
                listener);
    }
}
