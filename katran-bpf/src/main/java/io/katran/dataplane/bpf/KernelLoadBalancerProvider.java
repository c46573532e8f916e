package io.katran.dataplane.bpf;

import com.typesafe.config.Config;
import io.katran.api.LoadBalancer;
import io.katran.api.LoadBalancerProvider;
import io.katran.api.Vip;
import io.katran.control.Balancer;
import io.katran.control.BalancerSettings;
import io.katran.control.settings.Settings;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the brain over the kernel's data path, for applications that embed the balancer. */
public final class KernelLoadBalancerProvider implements LoadBalancerProvider {
    private static final Logger LOG = LoggerFactory.getLogger(KernelLoadBalancerProvider.class);

    @Override
    public LoadBalancer open(Config config, Collection<Vip> vips) {
        Settings settings = Settings.embedded(config);
        settings.warnings().forEach(LOG::warn);
        BpfDataplane dataplane = BpfDataplane.open(settings);
        Balancer balancer = new Balancer(dataplane, BalancerSettings.of(settings));
        try {
            balancer.putServerIds(settings.serverIds());
            vips.forEach(balancer::addVip);
            dataplane.attach(settings);
        } catch (RuntimeException e) {
            balancer.close();
            throw e;
        }
        LOG.info("balancing on {}", dataplane.attachment());
        return balancer;
    }
}
