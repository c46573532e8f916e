package io.katran.plugins.discovery.consul;

import io.katran.spi.Plugin;
import io.katran.spi.ServiceDiscoveryFactory;
import java.util.List;

/** Offers the discovery {@code consul}. */
public final class ConsulPlugin implements Plugin {
    private final SharedClients clients = new SharedClients();

    @Override
    public String name() {
        return "discovery-consul";
    }

    @Override
    public List<ServiceDiscoveryFactory> serviceDiscoveries() {
        return List.of(new ConsulDiscoveryFactory(clients));
    }
}
