package io.katran.plugins.discovery.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.typesafe.config.ConfigFactory;
import io.katran.api.Real;
import io.katran.spi.ServiceDiscovery;
import io.katran.tck.Reports;
import io.katran.tck.TestContext;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("lab")
class RealConsulTest {
    @TempDir Path dir;
    private final Reports reports = new Reports();

    @Test
    void follows_a_service_through_its_life_and_a_crash_of_the_agent() throws Exception {
        String reason = RealAgent.fetch();
        if (!reason.isEmpty()) {
            System.err.println("NOT TESTED WITH A REAL CONSUL: " + reason);
        }
        assumeThat(reason).as("why Consul is not there: target/fetch-consul.log").isEmpty();

        try (RealAgent agent = new RealAgent(dir);
                TestContext context = new TestContext();
                ServiceDiscovery discovery = discover(agent, context)) {
            discovery.start();
            assertThat(reports.awaitFailed()).contains("no instance that fits");

            agent.register("a", "10.0.0.1", 3, "");
            reports.awaitFound(List.of(Real.of("10.0.0.1", 3)));
            agent.register("a", "10.0.0.1", 5, "");
            reports.awaitFound(List.of(Real.of("10.0.0.1", 5)));

            followAChecksResult(agent);
            followMeta(agent);

            agent.put("/v1/agent/service/deregister/b", "");
            reports.awaitFound(List.of(Real.of("10.0.0.1", 5)));
            agent.put("/v1/agent/service/deregister/a", "");
            assertThat(reports.awaitFailed()).contains("the last reals stay");

            agent.kill();
            assertThat(reports.awaitFailed()).contains("service \"web\"");
            agent.start();
            agent.register("c", "10.0.0.9", 1, "");
            reports.awaitFound(List.of(Real.of("10.0.0.9", 1)));
        }
    }

    private void followAChecksResult(RealAgent agent) throws Exception {
        agent.register("b", "fc00::2", 2, ",\"Check\":{\"CheckID\":\"beat\",\"TTL\":\"10m\"}");
        agent.put("/v1/agent/check/pass/beat", "");
        reports.awaitFound(List.of(Real.of("10.0.0.1", 5), Real.of("fc00::2", 2)));
        agent.put("/v1/agent/check/fail/beat", "");
        reports.awaitFound(List.of(Real.of("10.0.0.1", 5)));
        agent.put("/v1/agent/check/pass/beat", "");
        reports.awaitFound(List.of(Real.of("10.0.0.1", 5), Real.of("fc00::2", 2)));
    }

    /** The filter takes an instance away; its weight from Meta is what drains one. */
    private void followMeta(RealAgent agent) throws Exception {
        agent.register("a", "10.0.0.1", 5, ",\"Meta\":{\"lb\":\"0\"}");
        reports.awaitFound(List.of(Real.of("10.0.0.1", 0), Real.of("fc00::2", 2)));
        agent.register("a", "10.0.0.1", 5, ",\"Meta\":{\"stage\":\"off\"}");
        reports.awaitFound(List.of(Real.of("fc00::2", 2)));
        agent.register("a", "10.0.0.1", 5, "");
        reports.awaitFound(List.of(Real.of("10.0.0.1", 5), Real.of("fc00::2", 2)));
    }

    private ServiceDiscovery discover(RealAgent agent, TestContext context) {
        String settings =
                """
                address = "http://127.0.0.1:%d"
                service = web, retry-max = 500ms, weight-from = "meta:lb", stale = on
                filter = "Service.Meta.stage != \\"off\\""
                """
                        .formatted(agent.port());
        return new ConsulPlugin()
                .serviceDiscoveries()
                .get(0)
                .create(context, ConfigFactory.parseString(settings), reports);
    }
}
