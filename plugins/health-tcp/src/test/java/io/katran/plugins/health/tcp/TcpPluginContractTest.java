package io.katran.plugins.health.tcp;

import io.katran.spi.Plugin;
import io.katran.tck.PluginContractTest;

class TcpPluginContractTest extends PluginContractTest {
    @Override
    protected Class<? extends Plugin> pluginClass() {
        return TcpPlugin.class;
    }
}
