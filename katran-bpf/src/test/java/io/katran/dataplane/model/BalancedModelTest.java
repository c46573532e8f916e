package io.katran.dataplane.model;

import static io.katran.vectors.Frames.ACK;
import static io.katran.vectors.Frames.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import io.katran.api.Count;
import io.katran.api.HashFunction;
import io.katran.api.IpAddress;
import io.katran.api.MacAddress;
import io.katran.api.Real;
import io.katran.api.Statistics;
import io.katran.api.Vip;
import io.katran.api.VipFlag;
import io.katran.api.VipFlags;
import io.katran.api.VipKey;
import io.katran.control.Balancer;
import io.katran.control.BalancerSettings;
import io.katran.control.Dataplane;
import io.katran.control.time.ManualTime;
import io.katran.vectors.Frames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients see of changes: packets through the model while the brain changes it. */
class BalancedModelTest {
    private static final VipKey WEB = VipKey.parse("10.200.1.1:80/tcp");
    private static final VipKey NEIGHBOUR = VipKey.parse("10.200.1.2:80/tcp");
    private static final int FLOWS = 500;

    private final ManualTime time = new ManualTime();
    private final ModelDataplane model =
            new ModelDataplane(new Dataplane.Capacity(4, 20, 4099, 128), ModelSettings.DEFAULT);
    private final Balancer balancer =
            new Balancer(
                    model,
                    new BalancerSettings(MacAddress.parse("02:00:00:00:00:99"), 256, 100),
                    time);

    @BeforeEach
    void addVips() {
        balancer.addVip(Vip.builder(WEB).hash(HashFunction.MAGLEV_V2).reals(reals(1, 8)).build());
        balancer.addVip(Vip.builder(NEIGHBOUR).reals(reals(1, 8)).build());
    }

    @AfterEach
    void never_left_a_packet_without_a_valid_state() {
        assertThat(balancer.statistics().exits())
                .satisfies(
                        exits ->
                                assertThat(exits.getOrDefault("drop.bad-state", Count.ZERO))
                                        .isEqualTo(Count.ZERO));
        balancer.close();
    }

    private static IpAddress ip(int i) {
        return IpAddress.parse("10.0.0." + i);
    }

    private static List<Real> reals(int from, int count) {
        List<Real> reals = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            reals.add(new Real(ip(i), 1));
        }
        return reals;
    }

    private Optional<IpAddress> send(int flow, int flags) {
        byte[] frame = Frames.tcp("192.0.2.1", 1024 + flow, "10.200.1.1", 80, flags);
        Verdict verdict = model.process(frame, time.nanos(), 0);
        return verdict.action() == Action.TX
                ? Optional.of(IpAddress.ofBytes(Arrays.copyOfRange(verdict.frame(), 30, 34)))
                : Optional.empty();
    }

    private Map<Integer, IpAddress> sendAll(int flags) {
        Map<Integer, IpAddress> reals = new HashMap<>();
        for (int flow = 0; flow < FLOWS; flow++) {
            IpAddress real = send(flow, flags).orElseThrow();
            reals.put(flow, real);
        }
        return reals;
    }

    @Test
    void drained_reals_keep_their_flows_and_get_no_new_ones() {
        Map<Integer, IpAddress> before = sendAll(SYN);
        assertThat(Set.copyOf(before.values())).hasSize(8);
        balancer.drain(WEB, ip(3));

        assertThat(sendAll(ACK)).isEqualTo(before);
        assertThat(sendAll(SYN).values()).doesNotContain(ip(3));
    }

    @Test
    void a_region_that_moves_takes_no_flow_with_it() {
        Map<Integer, IpAddress> before = sendAll(SYN);
        balancer.setReals(WEB, reals(1, 30));
        assertThat(sendAll(ACK)).isEqualTo(before);

        balancer.drain(WEB, ip(1));
        balancer.setReals(WEB, reals(1, 20));
        assertThat(sendAll(ACK)).isEqualTo(before);
    }

    @Test
    void flows_of_a_removed_real_and_no_others_are_placed_anew() {
        Map<Integer, IpAddress> before = sendAll(SYN);
        balancer.removeReal(WEB, ip(3));

        Map<Integer, IpAddress> after = sendAll(ACK);
        assertThat(after.values()).doesNotContain(ip(3));
        before.forEach(
                (flow, real) -> {
                    if (!real.equals(ip(3))) {
                        assertThat(after).containsEntry(flow, real);
                    }
                });
    }

    @Test
    void a_position_used_again_gets_no_flows_of_the_real_that_had_it() {
        sendAll(SYN);
        balancer.removeReal(WEB, ip(3));
        time.advance(Duration.ofSeconds(61));
        balancer.changeVipFlags(WEB, VipFlags.of(VipFlag.NO_LRU), true);
        balancer.putReal(WEB, new Real(ip(50), 1));

        Map<Integer, IpAddress> byRing = sendAll(ACK);
        balancer.changeVipFlags(WEB, VipFlags.of(VipFlag.NO_LRU), false);
        balancer.drain(WEB, ip(50));
        long remembered =
                sendAll(ACK).entrySet().stream()
                        .filter(flow -> flow.getValue().equals(ip(50)))
                        .count();
        assertThat(byRing.values()).contains(ip(50));
        assertThat(remembered).isZero();
    }

    @Test
    void without_a_live_real_new_flows_are_dropped_and_counted() {
        Map<Integer, IpAddress> before = sendAll(SYN);
        reals(1, 8).forEach(real -> balancer.drain(WEB, real.address()));

        assertThat(sendAll(ACK)).isEqualTo(before);
        assertThat(send(FLOWS, SYN)).isEmpty();
        assertThat(balancer.statistics().exits().get("drop.no-real").packets()).isEqualTo(1);
    }

    @Test
    void a_removed_vip_is_nobodys_and_its_flows_do_not_come_back() {
        sendAll(SYN);
        balancer.removeVip(WEB);
        assertThat(send(0, ACK)).isEmpty();

        balancer.addVip(Vip.builder(WEB).reals(reals(20, 8)).build());
        assertThat(sendAll(ACK).values()).allMatch(real -> real.compareTo(ip(20)) >= 0);
    }

    @Test
    void counters_add_up_wherever_endpoints_live() {
        sendAll(SYN);
        balancer.setReals(WEB, reals(1, 30));
        sendAll(ACK);
        balancer.setReals(WEB, reals(5, 30));
        sendAll(ACK);

        Statistics statistics = balancer.statistics();
        assertThat(statistics.vips().get(WEB).packets()).isEqualTo(3 * FLOWS);
        assertThat(statistics.vips().get(WEB).bytes()).isEqualTo(3 * FLOWS * 40);
        assertThat(statistics.vips().get(NEIGHBOUR).packets()).isZero();
        assertThat(statistics.exits().get("tx.vip").packets()).isEqualTo(3 * FLOWS);
    }
}
