package io.katran.server.plugins;

import io.katran.api.Real;
import io.katran.spi.DiscoveryListener;
import io.katran.spi.ServiceDiscovery;
import java.util.List;

/** A plugin's discovery, with its failures contained and silent once it is closed. */
final class HostedDiscovery implements ServiceDiscovery {
    private final HostedPlugin plugin;
    private final ServiceDiscovery discovery;
    private final Gate gate;

    HostedDiscovery(HostedPlugin plugin, ServiceDiscovery discovery, Gate gate) {
        this.plugin = plugin;
        this.discovery = discovery;
        this.gate = gate;
    }

    @Override
    public void start() {
        plugin.call("starting a discovery", () -> startIt());
    }

    private boolean startIt() {
        discovery.start();
        return true;
    }

    @Override
    public void close() {
        gate.shut();
        plugin.call("closing a discovery", () -> closeIt());
    }

    private boolean closeIt() {
        discovery.close();
        return true;
    }

    /** Lets reports through until it is shut; none is under way when shutting returns. */
    static final class Gate implements DiscoveryListener {
        private final DiscoveryListener listener;
        private boolean open = true;

        Gate(DiscoveryListener listener) {
            this.listener = listener;
        }

        @Override
        public synchronized void found(List<Real> reals) {
            if (open) {
                listener.found(List.copyOf(reals));
            }
        }

        @Override
        public synchronized void failed(String reason) {
            if (open) {
                listener.failed(reason);
            }
        }

        synchronized void shut() {
            open = false;
        }
    }
}
