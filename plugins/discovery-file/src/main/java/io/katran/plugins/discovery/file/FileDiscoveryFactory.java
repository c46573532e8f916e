package io.katran.plugins.discovery.file;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.katran.api.SettingsReader;
import io.katran.spi.DiscoveryListener;
import io.katran.spi.PluginContext;
import io.katran.spi.ServiceDiscovery;
import io.katran.spi.ServiceDiscoveryFactory;
import java.nio.file.Path;
import java.time.Duration;

/** Makes the discovery {@code file}. */
final class FileDiscoveryFactory implements ServiceDiscoveryFactory {
    private static final Config DEFAULTS =
            ConfigFactory.parseResources(
                    FileDiscoveryFactory.class.getClassLoader(),
                    "io/katran/plugins/discovery/file/discovery-reference.conf");

    @Override
    public String type() {
        return "file";
    }

    @Override
    public ServiceDiscovery create(
            PluginContext context, Config settings, DiscoveryListener listener) {
        SettingsReader.of(context.config(), "katran.plugins.discovery-file").finish();
        SettingsReader reader = SettingsReader.of(settings, DEFAULTS, "discovery");
        Path path = reader.parsed("path", Path.of(""), Path::of);
        Duration interval = reader.duration("interval", Duration.ofMillis(50), Duration.ofHours(1));
        reader.finish();
        return new FileDiscovery(path, interval, context.scheduler(), listener);
    }
}
