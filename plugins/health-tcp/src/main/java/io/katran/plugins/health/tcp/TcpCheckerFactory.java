package io.katran.plugins.health.tcp;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.katran.api.SettingsReader;
import io.katran.spi.HealthChecker;
import io.katran.spi.HealthCheckerFactory;
import io.katran.spi.PluginContext;

/** Makes the health check {@code tcp}. */
final class TcpCheckerFactory implements HealthCheckerFactory {
    private static final Config DEFAULTS =
            ConfigFactory.parseResources(
                    TcpCheckerFactory.class.getClassLoader(),
                    "io/katran/plugins/health/tcp/health-check-reference.conf");

    private final SharedLoop loop;

    TcpCheckerFactory(SharedLoop loop) {
        this.loop = loop;
    }

    @Override
    public String type() {
        return "tcp";
    }

    @Override
    public HealthChecker create(PluginContext context, Config settings) {
        SettingsReader.of(context.config(), "katran.plugins.health-tcp").finish();
        SettingsReader reader = SettingsReader.of(settings, DEFAULTS, "health-check");
        int port = reader.optional("port", key -> reader.integer(key, 1, 65_535)).orElse(0);
        reader.finish();
        return new TcpChecker(loop, port);
    }
}
