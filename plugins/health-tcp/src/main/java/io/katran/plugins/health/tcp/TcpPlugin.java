package io.katran.plugins.health.tcp;

import io.katran.spi.HealthCheckerFactory;
import io.katran.spi.Plugin;
import java.util.List;

/** Offers the health check {@code tcp}. */
public final class TcpPlugin implements Plugin {
    private final SharedLoop loop = new SharedLoop();

    @Override
    public String name() {
        return "health-tcp";
    }

    @Override
    public List<HealthCheckerFactory> healthCheckers() {
        return List.of(new TcpCheckerFactory(loop));
    }
}
