package io.katran.server;

import com.codahale.metrics.MetricRegistry;
import io.katran.api.DataplaneException;
import io.katran.api.ErrorCode;
import io.katran.api.KatranException;
import io.katran.api.LoadBalancer;
import io.katran.api.SettingsException;
import io.katran.control.Balancer;
import io.katran.control.BalancerSettings;
import io.katran.control.settings.OnStop;
import io.katran.control.settings.Settings;
import io.katran.dataplane.bpf.BpfDataplane;
import io.katran.server.checks.LinuxHost;
import io.katran.server.plugins.PluginHost;
import io.katran.server.plugins.PluginStatus;
import io.katran.server.settings.ServerSettings;
import io.katran.server.settings.ThriftSettings;
import io.katran.server.thrift.ConnectionLimits;
import io.katran.server.thrift.KatranServiceHandler;
import io.katran.server.thrift.ThriftServer;
import io.katran.server.thrift.ThriftServerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server: the parts in the order in which they start, and end in reverse.
 *
 * <p>The packet program is attached only when its tables are complete. If an earlier instance left
 * a program attached, packets go from that one straight to ours.
 */
public final class KatranServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KatranServer.class);

    /** How long the start waits for discoveries and checks before it attaches all the same. */
    private static final Duration FIRST_RESULTS = Duration.ofSeconds(5);

    /** How long running calls may take when the server stops. */
    private static final Duration CALL_GRACE = Duration.ofSeconds(5);

    private final Settings settings;
    private final Shutdown shutdown = new Shutdown();
    private Balancer balancer;
    private ThriftServer thrift;

    private KatranServer(Settings settings) {
        this.settings = settings;
    }

    /**
     * Starts everything, or nothing.
     *
     * @param pluginDirectory one subdirectory of jars for each plugin
     * @throws SettingsException if plugins refuse their settings
     * @throws KatranException if the host refuses; what was started is stopped again
     */
    public static KatranServer start(ServerSettings settings, Optional<Path> pluginDirectory)
            throws InterruptedException {
        KatranServer server = new KatranServer(settings.core());
        try {
            server.startAll(settings, pluginDirectory);
            return server;
        } catch (RuntimeException | InterruptedException e) {
            server.shutdown.run();
            throw e;
        }
    }

    private void startAll(ServerSettings all, Optional<Path> pluginDirectory)
            throws InterruptedException {
        LOG.info(
                "katran {} on Linux {}, Java {}, instance {}",
                ProductVersion.text(),
                System.getProperty("os.version"),
                System.getProperty("java.version"),
                settings.instance());
        all.warnings().forEach(LOG::warn);
        PluginHost plugins = openPlugins(all, pluginDirectory);
        HostCheck.require(new LinuxHost(), settings);
        BpfDataplane dataplane = BpfDataplane.open(settings);
        balancer = new Balancer(dataplane, BalancerSettings.of(settings));
        shutdown.add("balancer", balancer::close);
        ConfiguredServices services = new ConfiguredServices(balancer, plugins);
        services.start(settings);
        services.awaitFirstResults(FIRST_RESULTS);
        dataplane.attach(settings);
        LOG.info("balancing {} VIPs on {}", balancer.vips().size(), dataplane.attachment());
        thrift = startThrift(all.thrift());
        shutdown.add("management interface", () -> thrift.stop(CALL_GRACE));
    }

    private PluginHost openPlugins(ServerSettings all, Optional<Path> pluginDirectory) {
        PluginHost plugins =
                PluginHost.open(
                        all.plugins(), pluginDirectory, new MetricRegistry(), Clock.systemUTC());
        shutdown.add("plugins", plugins::close);
        List<String> problems = plugins.problems(settings);
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        for (PluginStatus plugin : plugins.status()) {
            LOG.info("plugin {}: {}", plugin.name(), String.join(", ", plugin.types()));
        }
        return plugins;
    }

    private ThriftServer startThrift(ThriftSettings wanted) {
        List<InetAddress> addresses = wanted.addresses().stream().map(KatranServer::inet).toList();
        ConnectionLimits limits =
                ConnectionLimits.DEFAULT
                        .withMaxConnections(wanted.maxConnections())
                        .withMaxFrameBytes(wanted.maxFrameBytes())
                        .withTimeouts(
                                wanted.idleTimeout(), ConnectionLimits.DEFAULT.requestTimeout());
        try {
            return ThriftServer.start(
                    new ThriftServerSettings(addresses, wanted.port(), limits),
                    new KatranServiceHandler(balancer));
        } catch (IOException e) {
            throw new DataplaneException(
                    ErrorCode.KERNEL_REFUSED,
                    "katran.thrift: cannot listen on "
                            + wanted.addresses()
                            + " port "
                            + wanted.port()
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static InetAddress inet(io.katran.api.IpAddress address) {
        try {
            return InetAddress.getByAddress(address.toBytes());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of 4 or 16 bytes", e);
        }
    }

    /** The balancer that is served. */
    public LoadBalancer balancer() {
        return balancer;
    }

    /** Where the management interface listens. */
    public List<InetSocketAddress> thriftAddresses() {
        return thrift.addresses();
    }

    /**
     * Stops. If forwarding ends with the server, it first goes on for the drain delay, so that
     * routers can learn to send elsewhere; if the data path is kept, nothing has to be waited for.
     */
    @Override
    public void close() {
        if (settings.onStop() == OnStop.DETACH && !settings.drainDelay().isZero()) {
            LOG.info("stopping in {} s (drain-delay)", settings.drainDelay().toSeconds());
            pause(settings.drainDelay());
        }
        shutdown.run();
        LOG.info(
                "stopped; the data path {}",
                settings.onStop() == OnStop.KEEP ? "goes on forwarding" : "is detached");
    }

    private static void pause(Duration delay) {
        try {
            Thread.sleep(delay.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
