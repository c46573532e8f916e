package io.katran.plugins.health.tcp;

import com.typesafe.config.Config;
import io.katran.api.SettingsReader;
import io.katran.spi.HealthChecker;
import io.katran.spi.HealthCheckerFactory;
import io.katran.spi.PluginContext;

/** Makes the health check {@code tcp}. */
final class TcpCheckerFactory implements HealthCheckerFactory {
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
        SettingsReader own = SettingsReader.of(settings, "health-check");
        own.ignore(HOST_KEYS);
        own.finish();
        return new TcpChecker(loop);
    }
}
