package io.katran.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.katran.api.ErrorCode;
import io.katran.api.KatranException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopologyTest {
    @Test
    void two_labs_share_no_name() {
        Topology one = new Topology("one");
        Topology two = new Topology("two");

        assertThat(one.namespaces()).hasSize(6).doesNotContainAnyElementsOf(two.namespaces());
        assertThat(one.directory()).isNotEqualTo(two.directory());
    }

    @Test
    void links_behind_the_router_have_room_for_the_outer_header() {
        Topology lab = new Topology("x");

        assertThat(lab.balancer().mtu()).isGreaterThanOrEqualTo(lab.client().mtu() + 40);
        assertThat(lab.reals())
                .allSatisfy(real -> assertThat(real.mtu()).isEqualTo(lab.balancer().mtu()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../etc", "Lab", "a b", "a/b", "-x"})
    void refuses_a_name_that_is_no_name(String name) {
        assertThatThrownBy(() -> new Topology(name))
                .isInstanceOfSatisfying(
                        KatranException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining("letters, digits and hyphens");
    }

    @Test
    void writes_a_mask_of_cpus_as_the_kernel_does() {
        assertThat(NetworkBuilder.cpuMask(List.of(0))).isEqualTo("00000001");
        assertThat(NetworkBuilder.cpuMask(List.of(0, 1, 31))).isEqualTo("80000003");
        assertThat(NetworkBuilder.cpuMask(List.of(0, 33))).isEqualTo("00000002,00000001");
    }

    @Test
    void the_demonstration_names_the_lab_s_reals(@TempDir Path directory) throws IOException {
        Topology lab = new Topology("x");
        Path v4 = copy("reals-v4.conf", directory);
        Path v6 = copy("reals-v6.conf", directory);
        Service service4 = Service.v4(lab, new RealsFile(v4));
        Service service6 = Service.v6(lab, new RealsFile(v6));

        assertThat(service4.weights())
                .isEqualTo(Map.of("real1", 20, "real2", 30, "real3", 50))
                .isEqualTo(service6.weights());

        service6.setWeight(lab.reals().get(0), 0);

        assertThat(service6.weights()).isEqualTo(Map.of("real1", 0, "real2", 30, "real3", 50));
    }

    @Test
    void the_demonstration_sends_to_the_lab_s_router() throws IOException {
        assertThat(Files.readString(conf("demo.conf")))
                .contains(new Topology("x").balancer().routerMac())
                .contains("\"" + Topology.VIP4 + "\"")
                .contains("\"" + Topology.VIP6 + "\"");
    }

    private static Path copy(String name, Path directory) throws IOException {
        return Files.copy(conf("demo/" + name), directory.resolve(name));
    }

    /** Tests run in the module's directory. */
    private static Path conf(String name) {
        return Path.of("..", "conf").resolve(name);
    }
}
