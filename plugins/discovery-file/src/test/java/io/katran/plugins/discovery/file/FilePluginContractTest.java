package io.katran.plugins.discovery.file;

import io.katran.spi.Plugin;
import io.katran.tck.PluginContractTest;

class FilePluginContractTest extends PluginContractTest {
    @Override
    protected Class<? extends Plugin> pluginClass() {
        return FilePlugin.class;
    }
}
