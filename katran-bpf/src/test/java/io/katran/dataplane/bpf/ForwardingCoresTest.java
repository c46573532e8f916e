package io.katran.dataplane.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.katran.api.SettingsException;
import io.katran.bpf.BpfMap;
import io.katran.bpf.MapFlags;
import io.katran.control.settings.ConnectionTableSettings;
import io.katran.control.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ForwardingCoresTest {

    @Test
    void none_named_are_all_of_the_machine() {
        assertThat(BpfSettings.forwardingCores(table(""), 3)).containsExactly(0, 1, 2);
        assertThat(BpfSettings.forwardingCores(table("forwarding-cores = [ 2, 0 ]"), 3))
                .containsExactly(2, 0);
    }

    @Test
    void one_that_the_machine_lacks_is_a_wrong_setting() {
        assertThatThrownBy(
                        () ->
                                BpfSettings.forwardingCores(
                                        table("forwarding-cores = [ 0, 3, 7 ]"), 3))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("katran.connection-table.forwarding-cores: [3, 7]: ")
                .hasMessageContaining("CPUs 0..2");
    }

    @Test
    @Tag("bpf")
    void tables_are_on_the_nodes_of_their_cores() {
        Settings settings =
                Settings.from(
                        config(
                                """
                                connection-table {
                                  entries = 4000, forwarding-cores = [ 1, 0 ], numa-nodes = [ 0, 0 ]
                                }"""));

        try (BpfDataplane dataplane = BpfDataplane.open(settings)) {
            Map<Integer, BpfMap> tables = dataplane.balancer().connections.byCore();
            assertThat(tables).containsOnlyKeys(0, 1);
            assertThat(tables.values())
                    .allSatisfy(
                            table -> {
                                assertThat(table.info().flags()).isEqualTo(MapFlags.NUMA_NODE);
                                assertThat(table.info().maxEntries()).isEqualTo(2000);
                            });
        }
    }

    private static ConnectionTableSettings table(String text) {
        return Settings.from(config("connection-table { " + text + " }")).connectionTable();
    }

    private static Config config(String text) {
        return ConfigFactory.parseString(text).atPath("katran");
    }
}
