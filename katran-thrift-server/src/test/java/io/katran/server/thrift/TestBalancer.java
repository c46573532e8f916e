package io.katran.server.thrift;

import io.katran.api.LoadBalancer;
import io.katran.api.MacAddress;
import io.katran.control.Balancer;
import io.katran.control.BalancerSettings;
import io.katran.control.Dataplane;
import io.katran.dataplane.model.ModelDataplane;
import io.katran.dataplane.model.ModelSettings;

/** A balancer with room for a few VIPs, over the data path in memory. */
record TestBalancer(ModelDataplane dataplane, LoadBalancer api) implements AutoCloseable {

    static final int MAX_VIPS = 8;

    private static final BalancerSettings SETTINGS =
            new BalancerSettings(MacAddress.parse("02:00:00:00:00:01"), 64, 100);

    static TestBalancer open() {
        Dataplane.Capacity capacity = new Dataplane.Capacity(MAX_VIPS, 4 * MAX_VIPS, 251, 4096);
        ModelDataplane dataplane = new ModelDataplane(capacity, ModelSettings.DEFAULT);
        return new TestBalancer(dataplane, new Balancer(dataplane, SETTINGS));
    }

    @Override
    public void close() {
        api.close();
    }
}
