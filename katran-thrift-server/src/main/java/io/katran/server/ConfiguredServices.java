package io.katran.server;

import io.katran.api.KatranException;
import io.katran.api.Real;
import io.katran.api.RealState;
import io.katran.api.VipKey;
import io.katran.control.Balancer;
import io.katran.control.ConfiguredVip;
import io.katran.control.health.HealthCheck;
import io.katran.control.settings.HealthCheckSettings;
import io.katran.control.settings.Settings;
import io.katran.control.settings.VipSettings;
import io.katran.server.plugins.PluginHost;
import io.katran.spi.DiscoveryListener;
import io.katran.spi.HealthChecker;
import io.katran.spi.ServiceDiscovery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The VIPs of the configuration file, with the plugins that find and check their reals. */
final class ConfiguredServices {
    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredServices.class);
    private static final long POLL_MILLIS = 10;

    private final Balancer balancer;
    private final PluginHost plugins;
    private final Set<VipKey> undiscovered = ConcurrentHashMap.newKeySet();

    ConfiguredServices(Balancer balancer, PluginHost plugins) {
        this.balancer = balancer;
        this.plugins = plugins;
    }

    /** Gives the balancer the configured VIPs and starts their discoveries and checks. */
    void start(Settings settings) {
        List<ConfiguredVip> vips = new ArrayList<>();
        List<ServiceDiscovery> discoveries = new ArrayList<>();
        for (VipSettings vip : settings.vips()) {
            vips.add(
                    new ConfiguredVip(
                            vip.vip(),
                            vip.origin(),
                            vip.discovery().isPresent(),
                            vip.healthCheck().map(check -> healthCheck(vip, check))));
            vip.discovery()
                    .ifPresent(
                            discovery -> {
                                VipKey key = vip.vip().key();
                                undiscovered.add(key);
                                discoveries.add(plugins.discovery(discovery, new Found(key)));
                            });
        }
        balancer.applyConfiguration(vips);
        balancer.putServerIds(settings.serverIds());
        discoveries.forEach(ServiceDiscovery::start);
    }

    private HealthCheck healthCheck(VipSettings vip, HealthCheckSettings check) {
        HealthChecker checker = plugins.healthChecker(check);
        checker.start();
        return new HealthCheck(
                checker,
                check.port().orElse(vip.vip().key().port()),
                check.interval(),
                check.timeout(),
                check.rise(),
                check.fall());
    }

    /**
     * Waits until every discovery has spoken once and every real was checked once, so that the
     * first packet meets complete rings.
     */
    void awaitFirstResults(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!pending().isEmpty()) {
            if (System.nanoTime() > end) {
                LOG.warn(
                        "going on after {} s without a first result of discovery or health check for"
                                + " {}",
                        limit.toSeconds(),
                        pending());
                return;
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private Set<VipKey> pending() {
        Set<VipKey> pending = ConcurrentHashMap.newKeySet();
        pending.addAll(undiscovered);
        balancer.vips().stream()
                .filter(
                        vip ->
                                vip.reals().stream()
                                        .anyMatch(real -> real.state() == RealState.CHECKING))
                .forEach(vip -> pending.add(vip.vip().key()));
        return pending;
    }

    /** Takes what the discovery of one VIP finds. */
    private final class Found implements DiscoveryListener {
        private final VipKey vip;

        Found(VipKey vip) {
            this.vip = vip;
        }

        @Override
        public void found(List<Real> reals) {
            LOG.info("{}: discovered {} reals", vip, reals.size());
            balancer.setDiscoveredReals(vip, reals)
                    .whenComplete(
                            (done, failure) -> {
                                if (failure instanceof KatranException) {
                                    LOG.warn(
                                            "{}: the discovered reals are not used: {}",
                                            vip,
                                            failure.getMessage());
                                } else if (failure != null) {
                                    LOG.error(
                                            "{}: the discovered reals are not used", vip, failure);
                                }
                                undiscovered.remove(vip);
                            });
        }

        @Override
        public void failed(String reason) {
            LOG.warn("{}: discovery failed, the last good reals stay: {}", vip, reason);
            undiscovered.remove(vip);
        }
    }
}
