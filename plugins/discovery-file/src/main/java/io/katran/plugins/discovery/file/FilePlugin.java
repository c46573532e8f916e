package io.katran.plugins.discovery.file;

import io.katran.spi.Plugin;
import io.katran.spi.ServiceDiscoveryFactory;
import java.util.List;

/** Offers the discovery {@code file}. */
public final class FilePlugin implements Plugin {

    @Override
    public String name() {
        return "discovery-file";
    }

    @Override
    public List<ServiceDiscoveryFactory> serviceDiscoveries() {
        return List.of(new FileDiscoveryFactory());
    }
}
