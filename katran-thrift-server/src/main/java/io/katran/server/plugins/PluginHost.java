package io.katran.server.plugins;

import com.codahale.metrics.MetricRegistry;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import io.katran.api.KatranException;
import io.katran.api.Real;
import io.katran.api.SettingsException;
import io.katran.api.SettingsReader;
import io.katran.control.settings.DiscoverySettings;
import io.katran.control.settings.HealthCheckSettings;
import io.katran.control.settings.Settings;
import io.katran.control.settings.VipSettings;
import io.katran.server.plugins.Offers.Offer;
import io.katran.spi.DiscoveryListener;
import io.katran.spi.HealthChecker;
import io.katran.spi.HealthCheckerFactory;
import io.katran.spi.PluginContext;
import io.katran.spi.ServiceDiscovery;
import io.katran.spi.ServiceDiscoveryFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes health checkers and discoveries out of what plugins offer.
 *
 * <p>A plugin that does not load, has another major version, or fails when it is called is
 * quarantined: logged once, listed in {@link #status}, and refused with its reason to whoever needs
 * it. Nothing of it stops the server. Every call into a plugin runs with the plugin's class loader
 * as the thread's context class loader.
 *
 * <p>Thread-safe. What the host made is closed with it, in reverse order.
 */
public final class PluginHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PluginHost.class);
    private static final int SCHEDULER_THREADS = 2;

    private static final DiscoveryListener NOBODY =
            new DiscoveryListener() {
                @Override
                public void found(List<Real> reals) {}

                @Override
                public void failed(String reason) {}
            };

    private record CheckerKey(String type, ConfigObject settings) {}

    private final Config settings;
    private final MetricRegistry metrics;
    private final Clock clock;
    private final ScheduledThreadPoolExecutor scheduler = scheduler();
    private final PluginFinder finder = new PluginFinder();
    private final Offers offers = new Offers();
    private final Map<HostedPlugin, PluginContext> contexts = new HashMap<>();
    private final Map<CheckerKey, HealthChecker> checkers = new HashMap<>();
    private final Deque<AutoCloseable> made = new ArrayDeque<>();

    private PluginHost(Config settings, MetricRegistry metrics, Clock clock) {
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Finds and loads all plugins; opens nothing of theirs.
     *
     * @param settings what is at {@code katran.plugins}
     * @param directory one subdirectory with jars for each plugin; plugins on the class path are
     *     found without it
     * @param metrics where plugins' metrics go, each under the plugin's name
     */
    public static PluginHost open(
            Config settings, Optional<Path> directory, MetricRegistry metrics, Clock clock) {
        PluginHost host = new PluginHost(settings, metrics, clock);
        host.finder.searchClassPath();
        directory.ifPresent(host.finder::searchDirectory);
        host.finder.found().forEach(host.offers::add);
        return host;
    }

    /** Where the launcher says that the installation's plugins are, if there was a launcher. */
    public static Optional<Path> installationDirectory() {
        return Optional.ofNullable(System.getProperty("katran.plugins.dir")).map(Path::of);
    }

    /** {@link #problems(Settings)} of a host that exists for no longer than that takes. */
    public static List<String> problems(Settings core, Config settings, Optional<Path> directory) {
        try (PluginHost host = open(settings, directory, new MetricRegistry(), Clock.systemUTC())) {
            return host.problems(core);
        }
    }

    /** All plugins that were found, the quarantined ones included. */
    public List<PluginStatus> status() {
        return finder.found().stream()
                .map(
                        plugin ->
                                new PluginStatus(
                                        plugin.name(),
                                        plugin.source(),
                                        offers.typesOf(plugin),
                                        Optional.ofNullable(plugin.failure())))
                .toList();
    }

    /**
     * Everything that is wrong with what a configuration asks of plugins: settings of plugins that
     * are not there, types that nobody offers, settings that a plugin refuses. Opens nothing.
     */
    public List<String> problems(Settings core) {
        List<String> problems = new ArrayList<>();
        collect(problems, this::checkNames);
        for (VipSettings vip : core.vips()) {
            vip.healthCheck().ifPresent(check -> collect(problems, () -> make(check).close()));
            vip.discovery()
                    .ifPresent(
                            discovery -> collect(problems, () -> make(discovery, NOBODY).close()));
        }
        return problems.stream().distinct().toList();
    }

    /**
     * The checker of a type with certain settings: one for all VIPs that have the same. Whoever
     * needs it starts it, which does nothing the second time; the host closes it.
     *
     * @throws SettingsException if nobody offers the type, or the settings are wrong
     * @throws KatranException if the plugin fails; so does {@code start}
     */
    public synchronized HealthChecker healthChecker(HealthCheckSettings check) {
        CheckerKey key = new CheckerKey(check.type(), check.settings().root());
        HealthChecker known = checkers.get(key);
        if (known != null) {
            return known;
        }
        HealthChecker checker = make(check);
        checkers.put(key, checker);
        made.push(checker);
        return checker;
    }

    /**
     * A discovery for one VIP, not started. Nothing is reported after it was closed.
     *
     * @throws SettingsException if nobody offers the type, or the settings are wrong
     * @throws KatranException if the plugin fails; so does {@code start}
     */
    public synchronized ServiceDiscovery discovery(
            DiscoverySettings discovery, DiscoveryListener listener) {
        ServiceDiscovery hosted = make(discovery, listener);
        made.push(hosted);
        return hosted;
    }

    private HealthChecker make(HealthCheckSettings check) {
        Offer<HealthCheckerFactory> offer = offers.healthCheck(check.type(), check.origin());
        HealthChecker checker =
                offer.plugin()
                        .call(
                                "creating health checker \"" + check.type() + "\"",
                                () ->
                                        offer.factory()
                                                .create(context(offer.plugin()), check.settings()));
        return new HostedChecker(offer.plugin(), checker);
    }

    private ServiceDiscovery make(DiscoverySettings discovery, DiscoveryListener listener) {
        Offer<ServiceDiscoveryFactory> offer =
                offers.discovery(discovery.type(), discovery.origin());
        HostedDiscovery.Gate gate = new HostedDiscovery.Gate(listener);
        ServiceDiscovery made =
                offer.plugin()
                        .call(
                                "creating discovery \"" + discovery.type() + "\"",
                                () ->
                                        offer.factory()
                                                .create(
                                                        context(offer.plugin()),
                                                        discovery.settings(),
                                                        gate));
        return new HostedDiscovery(offer.plugin(), made, gate);
    }

    private synchronized PluginContext context(HostedPlugin plugin) {
        return contexts.computeIfAbsent(
                plugin,
                ignored -> {
                    MetricRegistry own = new MetricRegistry();
                    metrics.register(plugin.name(), own);
                    return new HostContext(settingsOf(plugin.name()), own, clock, scheduler);
                });
    }

    private Config settingsOf(String name) {
        return settings.root().get(name) instanceof ConfigObject block
                ? block.toConfig()
                : ConfigFactory.empty();
    }

    private void checkNames() {
        SettingsReader reader = SettingsReader.of(settings, "katran.plugins");
        finder.found().forEach(plugin -> reader.block(plugin.name()).remaining());
        reader.finish();
    }

    private static void collect(List<String> problems, Runnable attempt) {
        try {
            attempt.run();
        } catch (SettingsException e) {
            problems.addAll(e.problems());
        } catch (KatranException e) {
            problems.add(e.getMessage());
        }
    }

    private static ScheduledThreadPoolExecutor scheduler() {
        AtomicInteger number = new AtomicInteger();
        ScheduledThreadPoolExecutor scheduler =
                new ScheduledThreadPoolExecutor(
                        SCHEDULER_THREADS,
                        task -> {
                            Thread thread =
                                    new Thread(task, "katran-plugins-" + number.getAndIncrement());
                            thread.setDaemon(true);
                            return thread;
                        });
        scheduler.setRemoveOnCancelPolicy(true);
        return scheduler;
    }

    @Override
    public synchronized void close() {
        while (!made.isEmpty()) {
            closeQuietly(made.pop());
        }
        scheduler.shutdownNow();
        finder.loaders().forEach(PluginHost::closeQuietly);
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            LOG.warn("closing {} failed", closeable, e);
        }
    }
}
