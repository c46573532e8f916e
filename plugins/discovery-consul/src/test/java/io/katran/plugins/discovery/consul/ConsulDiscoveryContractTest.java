package io.katran.plugins.discovery.consul;

import io.katran.api.Real;
import io.katran.spi.ServiceDiscoveryFactory;
import io.katran.tck.ServiceDiscoveryContractTest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class ConsulDiscoveryContractTest extends ServiceDiscoveryContractTest {
    private final ScriptedAgent agent;
    private long index = 10;

    ConsulDiscoveryContractTest() throws IOException {
        agent = new ScriptedAgent();
    }

    @AfterEach
    void closeAgent() {
        agent.close();
    }

    @Override
    protected ServiceDiscoveryFactory factory() {
        return new ConsulPlugin().serviceDiscoveries().get(0);
    }

    @Override
    protected String validSettings() {
        return "address = \"http://127.0.0.1:%d\", service = web, interval = 10ms"
                .formatted(agent.port());
    }

    @Override
    protected void publish(List<Real> reals) {
        agent.says(index++, ScriptedAgent.instances(reals));
    }

    @Override
    protected void breakSource() {
        agent.says(500, "none", "No cluster leader", 17);
    }
}
