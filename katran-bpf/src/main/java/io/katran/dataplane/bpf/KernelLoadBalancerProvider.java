package io.katran.dataplane.bpf;

import com.typesafe.config.Config;
import io.katran.api.LoadBalancer;
import io.katran.api.LoadBalancerProvider;
import io.katran.api.MacAddress;
import io.katran.control.Balancer;
import io.katran.control.BalancerSettings;
import io.katran.control.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the brain over the kernel's data path, for applications that embed the balancer. */
public final class KernelLoadBalancerProvider implements LoadBalancerProvider {
    private static final Logger LOG = LoggerFactory.getLogger(KernelLoadBalancerProvider.class);

    @Override
    public LoadBalancer open(Config config) {
        Settings settings = Settings.embedded(config);
        settings.warnings().forEach(LOG::warn);
        BpfDataplane dataplane = BpfDataplane.open(settings);
        Balancer balancer = new Balancer(dataplane, balancerSettings(settings));
        try {
            balancer.putServerIds(settings.serverIds());
            dataplane.attach(settings);
        } catch (RuntimeException e) {
            balancer.close();
            throw e;
        }
        LOG.info("balancing on {}", dataplane.attachment());
        return balancer;
    }

    private static BalancerSettings balancerSettings(Settings settings) {
        return new BalancerSettings(
                settings.gatewayMac().orElse(new MacAddress(0)),
                settings.limits().maxReals(),
                settings.limits().maxServerIds());
    }
}
