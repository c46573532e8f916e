package io.katran.plugins.discovery.consul;

import io.katran.spi.Plugin;
import io.katran.tck.PluginContractTest;

class ConsulPluginContractTest extends PluginContractTest {
    @Override
    protected Class<? extends Plugin> pluginClass() {
        return ConsulPlugin.class;
    }
}
