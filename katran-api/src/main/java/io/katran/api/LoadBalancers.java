package io.katran.api;

import com.typesafe.config.Config;
import java.util.Iterator;
import java.util.ServiceLoader;

/** Opens load balancers with the implementation on the class path, as a JDBC driver is found. */
public final class LoadBalancers {
    private LoadBalancers() {}

    /**
     * Loads the XDP program, attaches it to {@code katran.interface} and takes over from a program
     * that an earlier instance of the same name left attached, without a gap.
     *
     * <p>Needs Linux 5.10 or newer and root, or the capabilities BPF, NET_ADMIN and PERFMON.
     *
     * @param config the settings under {@code katran}; what is missing takes its documented default
     * @throws SettingsException if a setting is wrong; all problems are listed
     * @throws KatranException a code of the 300s if the host refuses
     */
    public static LoadBalancer open(Config config) {
        Iterator<LoadBalancerProvider> providers =
                ServiceLoader.load(LoadBalancerProvider.class).iterator();
        if (!providers.hasNext()) {
            throw new KatranException(
                    ErrorCode.NATIVE_UNAVAILABLE,
                    "no load balancer implementation on the class path; add io.katran:katran-bpf");
        }
        return providers.next().open(config);
    }
}
