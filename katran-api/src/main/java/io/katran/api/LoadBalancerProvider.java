package io.katran.api;

import com.typesafe.config.Config;
import java.util.Collection;

/**
 * An implementation of the load balancer, registered as a {@link java.util.ServiceLoader} service.
 */
public interface LoadBalancerProvider {

    /**
     * Opens a load balancer that has these VIPs before it gets its first packet.
     *
     * @param config resolved, with the path {@code katran}
     */
    LoadBalancer open(Config config, Collection<Vip> vips);
}
