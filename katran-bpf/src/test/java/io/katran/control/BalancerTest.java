package io.katran.control;

import static io.katran.control.Rig.ip;
import static io.katran.control.Rig.reals;
import static io.katran.control.Rig.vip;
import static io.katran.control.Rig.vipWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.katran.api.Count;
import io.katran.api.DataplaneException;
import io.katran.api.ErrorCode;
import io.katran.api.HashFunction;
import io.katran.api.KatranException;
import io.katran.api.MacAddress;
import io.katran.api.Owner;
import io.katran.api.Real;
import io.katran.api.RealFlags;
import io.katran.api.RealState;
import io.katran.api.RealStatus;
import io.katran.api.VipFlags;
import io.katran.api.VipStatus;
import io.katran.control.health.HealthCheck;
import io.katran.control.health.HealthState;
import io.katran.control.health.ScriptedChecker;
import io.katran.control.time.ManualTime;
import io.katran.maglev.AddressHash;
import io.katran.spi.HealthResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BalancerTest {
    private final ManualTime time = new ManualTime();
    private final RecordingDataplane dataplane =
            new RecordingDataplane(new Dataplane.Capacity(64, 80, Rig.RING_SIZE, 4096), time);
    private final Balancer balancer =
            new Balancer(dataplane, new BalancerSettings(Rig.MAC, 1024, 100), time);

    @AfterEach
    void close() {
        balancer.close();
        assertThat(dataplane.violations).isEmpty();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("gave up waiting").isLessThan(end);
            Thread.sleep(1);
        }
    }

    private VipStatus status(int i) {
        return balancer.vip(vip(i)).orElseThrow();
    }

    @Test
    void shows_a_vip_with_its_reals_in_ring_order() {
        balancer.addVip(vipWith(1, List.of(new Real(ip(1), 3, RealFlags.LOCAL), Rig.real(2))));
        balancer.drain(vip(1), ip(1));

        VipStatus status = status(1);
        assertThat(status.owner()).isEqualTo(Owner.API);
        assertThat(status.vip().reals())
                .containsExactly(new Real(ip(1), 3, RealFlags.LOCAL), Rig.real(2));
        assertThat(status.reals())
                .containsExactlyInAnyOrder(
                        new RealStatus(
                                new Real(ip(1), 3, RealFlags.LOCAL), 0, RealState.DRAINING, ""),
                        new RealStatus(Rig.real(2), 1, RealState.UP, ""));
        assertThat(status.reals())
                .isSortedAccordingTo(
                        (a, b) ->
                                Long.compareUnsigned(
                                        AddressHash.of(a.real().address()),
                                        AddressHash.of(b.real().address())));
        assertThat(balancer.vip(vip(2))).isEmpty();
    }

    @Test
    void each_writer_sees_its_own_change_when_its_call_returns() throws Exception {
        int writers = 16;
        int changes = 40;
        for (int w = 1; w <= 4; w++) {
            balancer.addVip(vipWith(w, List.of()));
        }
        ExecutorService pool = Executors.newFixedThreadPool(writers);
        List<Future<?>> done = new ArrayList<>();
        for (int w = 0; w < writers; w++) {
            int writer = w;
            done.add(
                    pool.submit(
                            () -> {
                                for (int i = 0; i < changes; i++) {
                                    int shared = writer % 4 + 1;
                                    int real = writer * changes + i + 1;
                                    balancer.putReal(vip(shared), Rig.real(real));
                                    assertThat(status(shared).vip().reals())
                                            .contains(Rig.real(real));
                                    assertThat(dataplane.idsOf(vip(shared), ip(real))).isNotEmpty();
                                    if (i % 2 == 0) {
                                        balancer.removeReal(vip(shared), ip(real));
                                        assertThat(status(shared).vip().reals())
                                                .doesNotContain(Rig.real(real));
                                    }
                                }
                            }));
        }
        for (Future<?> each : done) {
            each.get(60, TimeUnit.SECONDS);
        }
        pool.shutdown();

        long rings = dataplane.calls.stream().filter(c -> c.startsWith("writeRing")).count();
        assertThat(rings).as("coalesced").isLessThan((long) writers * changes * 3 / 2);
        for (int v = 1; v <= 4; v++) {
            assertThat(status(v).vip().reals()).hasSize(writers / 4 * changes / 2);
        }
    }

    @Test
    void a_refused_change_throws_what_the_data_path_said_and_changes_nothing() {
        balancer.addVip(vipWith(1, reals(1, 2)));
        dataplane.refuse(1, 1, RecordingDataplane.Refusal.BEFORE_EFFECT);

        assertThatThrownBy(() -> balancer.changeHash(vip(1), HashFunction.MAGLEV_V2))
                .isInstanceOf(DataplaneException.class)
                .hasMessageContaining("refused: writeRing");
        assertThat(status(1).vip().hash()).isEqualTo(HashFunction.MAGLEV);
        assertThat(balancer.applierHealth().inStep()).isTrue();
        assertThat(balancer.applierHealth().failures()).isEqualTo(1);
    }

    @Test
    void a_data_path_out_of_step_is_mended_as_soon_as_it_can_be() throws Exception {
        balancer.addVip(vipWith(1, reals(1, 2)));
        dataplane.refuse(1, 1000, RecordingDataplane.Refusal.AFTER_EFFECT);
        assertThatThrownBy(() -> balancer.setReals(vip(1), reals(3, 2)))
                .isInstanceOf(DataplaneException.class);
        assertThat(balancer.applierHealth().inStep()).isFalse();
        assertThatThrownBy(() -> balancer.addVip(vipWith(2, List.of())))
                .hasMessageContaining("out of step")
                .asInstanceOf(type(KatranException.class))
                .extracting(KatranException::code)
                .isEqualTo(ErrorCode.KERNEL_REFUSED);
        assertThat(status(1).vip().reals()).isEqualTo(reals(1, 2));

        dataplane.refuse(1, 0, RecordingDataplane.Refusal.BEFORE_EFFECT);
        await(() -> time.pendingTasks() == 1);
        time.advance(Duration.ofSeconds(1));
        await(() -> balancer.applierHealth().inStep());
        assertThat(dataplane.ring(vip(1))).contains(ip(1), ip(2)).doesNotContain(ip(3));
    }

    @Test
    void checks_configured_reals_and_discovered_ones() throws Exception {
        ScriptedChecker checker =
                new ScriptedChecker()
                        .answering(
                                real ->
                                        real.equals(ip(2))
                                                ? HealthResult.unhealthy("connection refused")
                                                : HealthResult.healthy("connected"));
        HealthCheck check =
                new HealthCheck(checker, 80, Duration.ofSeconds(2), Duration.ofSeconds(1), 2, 3);
        balancer.applyConfiguration(
                List.of(
                        new ConfiguredVip(
                                vipWith(1, reals(1, 2)), "f:1", false, Optional.of(check)),
                        new ConfiguredVip(vipWith(2, List.of()), "f:2", true, Optional.of(check))));
        assertThat(status(1).reals())
                .extracting(RealStatus::state)
                .containsOnly(RealState.CHECKING);

        time.advance(Duration.ofSeconds(1));
        await(() -> dataplane.ring(vip(1)) != null);
        await(() -> status(1).reals().stream().noneMatch(r -> r.state() == RealState.CHECKING));
        assertThat(dataplane.ring(vip(1))).containsOnly(ip(1));
        assertThat(status(1).reals())
                .extracting(r -> r.real().address() + " " + r.state() + " " + r.detail())
                .containsExactlyInAnyOrder(
                        "10.0.0.1 UP connected", "10.0.0.2 DOWN connection refused");

        balancer.setDiscoveredReals(vip(2), reals(3, 1)).get(10, TimeUnit.SECONDS);
        await(() -> time.pendingTasks() == 3);
        time.advance(Duration.ofSeconds(1));
        await(() -> dataplane.ring(vip(2)) != null);
        assertThat(dataplane.ring(vip(2))).containsOnly(ip(3));
        balancer.healthSink().report(vip(2), ip(3), HealthState.DOWN, "by another checker");
        await(() -> dataplane.ring(vip(2)) == null);
    }

    @Test
    void discovery_learns_why_its_reals_were_refused() {
        balancer.addVip(vipWith(1, List.of()));
        assertThat(balancer.setDiscoveredReals(vip(1), reals(1, 1)))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("not discovered");
    }

    @Test
    void keeps_gateway_mac_server_ids_and_counters() {
        balancer.changeGatewayMac(MacAddress.parse("02:00:00:00:00:09"));
        balancer.putServerIds(Map.of(7, ip(1)));
        balancer.addVip(vipWith(1, reals(1, 1)));
        dataplane.deliver(vip(1), 0);

        assertThat(balancer.gatewayMac()).hasToString("02:00:00:00:00:09");
        assertThat(dataplane.gatewayMac).isEqualTo(balancer.gatewayMac());
        assertThat(balancer.serverIds()).isEqualTo(Map.of(7, ip(1)));
        balancer.removeServerIds(Map.of(7, ip(1)));
        assertThat(balancer.serverIds()).isEmpty();
        assertThat(balancer.statistics().vips()).isEqualTo(Map.of(vip(1), new Count(1, 100)));
    }

    @Test
    void refuses_null_at_once() {
        assertThatNullPointerException().isThrownBy(() -> balancer.addVip(null));
        assertThatNullPointerException().isThrownBy(() -> balancer.drain(vip(1), null));
        assertThatNullPointerException()
                .isThrownBy(() -> balancer.changeVipFlags(null, VipFlags.NONE, true));
    }

    @Test
    void closes_once_and_refuses_changes_afterwards() {
        balancer.addVip(vipWith(1, List.of()));
        balancer.close();
        balancer.close();

        assertThat(dataplane.closed).isTrue();
        assertThat(balancer.vips()).hasSize(1);
        for (Runnable call :
                List.<Runnable>of(() -> balancer.removeVip(vip(1)), balancer::statistics)) {
            assertThatThrownBy(call::run)
                    .asInstanceOf(type(KatranException.class))
                    .extracting(KatranException::code)
                    .isEqualTo(ErrorCode.CLOSED);
        }
    }

    @Test
    void needs_spare_ring_slots() {
        RecordingDataplane small =
                new RecordingDataplane(new Dataplane.Capacity(8, 23, 251, 64), time);
        assertThatThrownBy(() -> new Balancer(small, BalancerSettings.DEFAULT, time))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("23 ring slots for 8 VIPs");
    }

    @Test
    void runs_on_the_systems_clock_too() {
        RecordingDataplane other =
                new RecordingDataplane(new Dataplane.Capacity(8, 24, 251, 64), time);
        try (Balancer real = new Balancer(other, BalancerSettings.DEFAULT)) {
            real.addVip(vipWith(1, reals(1, 2)));
            real.removeReal(vip(1), ip(1));
            assertThat(other.ring(vip(1))).containsOnly(ip(2));
            assertThat(other.gatewayMac).isNull();
            assertThat(Set.copyOf(real.vips())).hasSize(1);
        }
        assertThat(other.closed).isTrue();
    }
}
