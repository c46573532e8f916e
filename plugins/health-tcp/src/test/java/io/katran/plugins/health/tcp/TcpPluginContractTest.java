package io.katran.plugins.health.tcp;

import io.katran.spi.Plugin;
import io.katran.spi.tck.PluginContractTest;

class TcpPluginContractTest extends PluginContractTest {
    @Override
    protected Class<? extends Plugin> pluginClass() {
        return TcpPlugin.class;
    }
}
