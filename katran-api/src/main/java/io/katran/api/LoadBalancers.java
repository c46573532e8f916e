package io.katran.api;

import com.typesafe.config.Config;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceLoader;

/** Opens load balancers with the implementation on the class path, as a JDBC driver is found. */
public final class LoadBalancers {
    private LoadBalancers() {}

    /**
     * As {@link #open(Config, Collection)}, with no VIP yet: packets pass until VIPs are added,
     * also those to VIPs of an earlier instance.
     */
    public static LoadBalancer open(Config config) {
        return open(config, List.of());
    }

    /**
     * Loads the XDP program, gives it these VIPs, and attaches it to {@code katran.interface}. If
     * an earlier instance of the same name left its program attached, packets go from that one
     * straight to this.
     *
     * <p>Needs Linux 5.10 or newer and root, or the capabilities BPF, NET_ADMIN and PERFMON.
     *
     * @param config the settings under {@code katran}; what is missing takes its documented default
     * @throws SettingsException if a setting is wrong; all problems are listed
     * @throws KatranException as {@link LoadBalancer#addVip} says, or a code of the 300s if the
     *     host refuses; nothing is attached then
     */
    public static LoadBalancer open(Config config, Collection<Vip> vips) {
        Iterator<LoadBalancerProvider> providers =
                ServiceLoader.load(LoadBalancerProvider.class).iterator();
        if (!providers.hasNext()) {
            throw new KatranException(
                    ErrorCode.NATIVE_UNAVAILABLE,
                    "no load balancer implementation on the class path; add io.katran:katran-bpf");
        }
        return providers.next().open(config, List.copyOf(vips));
    }
}
