package io.katran.dataplane.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.katran.api.HashFunction;
import io.katran.api.IpAddress;
import io.katran.api.Real;
import io.katran.api.Vip;
import io.katran.api.VipKey;
import io.katran.bpf.Cpus;
import io.katran.control.Balancer;
import io.katran.control.BalancerSettings;
import io.katran.vectors.Frames;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Flows whose packets arrive on changing CPUs, each of which has a connection table of its own. */
@Tag("bpf")
class RoamingFlowsTest {
    private static final VipKey VIP = VipKey.parse("10.200.1.1:80/tcp");
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final int OUTER_DESTINATION = 14 + 16;

    private final BpfSession session = BpfSession.open(TestSettings.small());
    private final Balancer balancer = new Balancer(session.dataplane(), BalancerSettings.DEFAULT);

    @BeforeEach
    void add_a_vip() {
        balancer.addVip(
                Vip.builder(VIP).hash(HashFunction.MAGLEV_V2).real(Real.of("10.0.0.1", 1)).build());
    }

    @AfterEach
    void close() {
        balancer.close();
    }

    @Test
    void a_flow_keeps_its_real_on_another_cpu_after_a_change_of_the_ring() {
        send(0, SYN);
        balancer.setReals(VIP, List.of(Real.of("10.0.0.1", 0), Real.of("10.0.0.2", 1)));

        assertThat(send(1, ACK)).isEqualTo("10.0.0.1");
        assertThat(balancer.statistics().events()).containsEntry("peer-hit", 1L);
    }

    @Test
    void a_new_connection_is_not_sent_where_another_cpu_remembers_an_old_one_with_its_ports() {
        send(0, SYN);
        send(1, ACK);
        balancer.setReals(VIP, List.of(Real.of("10.0.0.1", 0), Real.of("10.0.0.2", 1)));

        assertThat(send(0, SYN)).isEqualTo("10.0.0.2");
        assertThat(send(1, ACK)).isEqualTo("10.0.0.2");
        assertThat(balancer.statistics().events()).containsEntry("peer-corrected", 1L);
    }

    /** Sends a packet of the one flow on a CPU and returns the real that gets it. */
    private String send(int cpu, int tcpFlags) {
        byte[] frame = Frames.tcp("192.0.2.1", 5555, "10.200.1.1", 80, tcpFlags);
        BpfSession.Outcome outcome = Cpus.pinned(cpu, () -> session.run(frame));
        assertThat(outcome.verdict()).isEqualTo("TX");
        byte[] destination =
                Arrays.copyOfRange(outcome.frame(), OUTER_DESTINATION, OUTER_DESTINATION + 4);
        return IpAddress.ofBytes(destination).toString();
    }
}
