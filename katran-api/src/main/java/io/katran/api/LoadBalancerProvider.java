package io.katran.api;

import com.typesafe.config.Config;

/**
 * An implementation of the load balancer, registered as a {@link java.util.ServiceLoader} service.
 */
public interface LoadBalancerProvider {

    /**
     * Opens a load balancer.
     *
     * @param config resolved, with the path {@code katran}
     */
    LoadBalancer open(Config config);
}
