package io.katran.control;

import static io.katran.control.Rig.ip;
import static io.katran.control.Rig.real;
import static io.katran.control.Rig.reals;
import static io.katran.control.Rig.vip;
import static io.katran.control.Rig.vipWith;
import static org.assertj.core.api.Assertions.assertThat;

import io.katran.api.ErrorCode;
import io.katran.api.HashFunction;
import io.katran.api.IpAddress;
import io.katran.api.KatranException;
import io.katran.api.Real;
import io.katran.api.RealChange;
import io.katran.api.RealFlags;
import io.katran.api.RealState;
import io.katran.api.Vip;
import io.katran.api.VipFlag;
import io.katran.api.VipFlags;
import io.katran.control.health.HealthCheck;
import io.katran.control.health.HealthState;
import io.katran.spi.HealthChecker;
import io.katran.spi.HealthResult;
import io.katran.spi.HealthTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ApplierTest {
    private final Rig rig = Rig.roomy();
    private final Edits edits = rig.edits;

    private List<String> callsOf(Edit... batch) {
        int before = rig.dataplane.calls.size();
        assertThat(rig.run(batch)).allMatch(Optional::isEmpty);
        rig.assertConsistent();
        List<String> calls = rig.dataplane.calls;
        return List.copyOf(calls.subList(before, calls.size()));
    }

    private static Edit remove(Edits edits, int vip, int real) {
        return edits.changeReals(vip(vip), List.of(new RealChange.Remove(ip(real))));
    }

    @Nested
    class A_plan {
        @Test
        void makes_a_vip_reachable_last() {
            List<String> calls = callsOf(edits.addVip(vipWith(1, reals(1, 3))));

            assertThat(calls)
                    .containsExactly(
                            "setGatewayMac",
                            "readEndpointCounts 1+3",
                            "writeEndpoints 1+3",
                            "writeRing 0",
                            "publish 0",
                            "readServerIdCounts 0+1",
                            "putVip 10.200.1.1:80/tcp",
                            "setVipAddresses");
        }

        @Test
        void removes_a_vip_from_the_outside_in() {
            callsOf(edits.addVip(vipWith(1, reals(1, 3))));

            assertThat(callsOf(edits.removeVip(vip(1))))
                    .containsExactly(
                            "removeVip 10.200.1.1:80/tcp",
                            "publish 0",
                            "setVipAddresses",
                            "eraseEndpoints 1+3",
                            "purgeFlows [1, 2, 3]");
        }

        @Test
        void writes_no_more_than_what_differs() {
            callsOf(edits.addVip(vipWith(1, reals(1, 3))), edits.addVip(vipWith(2, reals(1, 3))));

            assertThat(callsOf(edits.drain(vip(1), ip(1))))
                    .containsExactly("writeRing 2", "publish 0");
            assertThat(callsOf(edits.drain(vip(1), ip(1)))).isEmpty();
            assertThat(callsOf(edits.changeVipFlags(vip(1), VipFlags.of(VipFlag.NO_LRU), true)))
                    .containsExactly("publish 0");
            assertThat(callsOf(edits.changeRealFlags(ip(2), RealFlags.LOCAL, true)))
                    .containsExactly("writeEndpoints 2+1", "writeEndpoints 10+1");
            assertThat(callsOf(edits.changeHash(vip(2), HashFunction.MAGLEV_V2)))
                    .containsExactly("writeRing 3", "publish 1");
            assertThat(callsOf(remove(edits, 2, 3)))
                    .containsExactly("writeRing 4", "publish 1", "eraseEndpoints 11+1");
            assertThat(callsOf(edits.setReals(vip(2), reals(1, 3))))
                    .containsExactly(
                            "readEndpointCounts 11+1",
                            "writeEndpoints 11+1",
                            "writeRing 5",
                            "publish 1");
        }

        @Test
        void fills_one_ring_for_many_edits_of_a_vip() {
            Edit[] batch = new Edit[21];
            batch[0] = edits.addVip(vipWith(1, List.of()));
            for (int i = 1; i <= 20; i++) {
                batch[i] = edits.changeReals(vip(1), List.of(new RealChange.Put(real(i))));
            }

            assertThat(callsOf(batch)).filteredOn(call -> call.startsWith("writeRing")).hasSize(1);
        }

        @Test
        void reads_as_a_list_of_what_will_be_done() {
            Layout layout = new Layout(rig.limits);
            DesiredState desired =
                    edits.addVip(vipWith(1, reals(1, 3))).apply(DesiredState.empty(Rig.MAC));
            Plan plan =
                    Planner.plan(
                            new Programmed(512),
                            layout,
                            EffectiveState.of(desired),
                            new Taint(),
                            0);

            assertThat(plan)
                    .hasToString(
                            """
                            send to gateway 02:00:00:00:00:01
                            write endpoints 1..3 of 10.200.1.1:80/tcp
                            publish maglev over 3 reals at 1 for 10.200.1.1:80/tcp
                            take packets for 10.200.1.1:80/tcp as VIP number 0
                            take 1 addresses as ours""");
            assertThat(layout.reclaimed()).isEmpty();
        }
    }

    @Nested
    class Without_a_live_real {
        @Test
        void a_vip_has_no_ring_but_keeps_its_members() {
            rig.apply(edits.addVip(vipWith(1, reals(1, 2))));
            rig.apply(edits.drain(vip(1), ip(1)));
            rig.apply(edits.changeReals(vip(1), List.of(new RealChange.Put(new Real(ip(2), 0)))));

            assertThat(rig.dataplane.ring(vip(1))).isNull();
            assertThat(rig.dataplane.deliverTo(1)).isEqualTo(ip(1));
            assertThat(rig.dataplane.deliverTo(2)).isEqualTo(ip(2));
            rig.assertConsistent();
        }

        @Test
        void removed_reals_take_their_flows_with_them() {
            rig.apply(edits.addVip(vipWith(1, reals(1, 1))));
            rig.apply(remove(edits, 1, 1));

            assertThat(rig.dataplane.ring(vip(1))).isNull();
            assertThat(rig.dataplane.deliverTo(1)).isNull();
            rig.assertConsistent();
        }
    }

    @Nested
    class Of_a_batch {
        @Test
        void an_edit_that_is_not_allowed_fails_alone() {
            var errors =
                    rig.run(
                            edits.addVip(vipWith(1, reals(1, 1))),
                            edits.removeVip(vip(9)),
                            edits.addVip(vipWith(2, reals(2, 1))));

            assertThat(errors.get(0)).isEmpty();
            assertThat(errors.get(1)).map(KatranException::code).hasValue(ErrorCode.VIP_UNKNOWN);
            assertThat(errors.get(2)).isEmpty();
            assertThat(rig.applier.state().vips()).containsOnlyKeys(vip(1), vip(2));
            rig.assertConsistent();
        }

        @Test
        void only_edits_without_room_fail() {
            Rig small = new Rig(4, 64, 33);
            var errors =
                    small.run(
                            small.edits.addVip(vipWith(1, reals(1, 16))),
                            small.edits.addVip(vipWith(2, reals(1, 20))),
                            small.edits.addVip(vipWith(3, reals(1, 16))));

            assertThat(errors.get(0)).isEmpty();
            assertThat(errors.get(1))
                    .map(KatranException::code)
                    .hasValue(ErrorCode.TOO_MANY_ENDPOINTS);
            assertThat(errors.get(1).orElseThrow())
                    .hasMessageContainingAll(
                            "10.200.1.2:80/tcp", "20", "katran.limits.max-endpoints (33)");
            assertThat(errors.get(2)).isEmpty();
            small.assertConsistent();
        }
    }

    @Nested
    class Reuse {
        @Test
        void takes_numbers_first_in_first_out() {
            Rig small = new Rig(2, 4, 512);
            small.apply(small.edits.addVip(vipWith(1, reals(1, 3))));
            small.apply(small.edits.setReals(vip(1), List.of(real(1), real(3))));
            small.apply(small.edits.setReals(vip(1), List.of(real(3))));
            small.apply(small.edits.setReals(vip(1), List.of(real(3), real(4))));
            small.apply(small.edits.setReals(vip(1), List.of(real(3), real(4), real(5))));

            Layout layout = small.applier.layout();
            assertThat(layout.number(ip(3))).isEqualTo(3);
            assertThat(layout.number(ip(4))).isEqualTo(2);
            assertThat(layout.number(ip(5))).isEqualTo(1);
            small.assertConsistent();
        }

        @Test
        void gives_a_real_that_comes_back_its_place_and_number_again() {
            rig.apply(edits.addVip(vipWith(1, reals(1, 3))));
            rig.apply(edits.setReals(vip(1), reals(2, 2)));
            rig.apply(edits.setReals(vip(1), reals(2, 3)));
            rig.apply(edits.setReals(vip(1), reals(1, 4)));

            assertThat(rig.placeOf(vip(1)).positions())
                    .containsEntry(ip(1), 0)
                    .containsEntry(ip(4), 3);
            assertThat(rig.applier.layout().number(ip(1))).isEqualTo(1);
            assertThat(rig.dataplane.calls).noneMatch(call -> call.startsWith("purgeFlows"));
        }

        @Test
        void of_a_position_waits_a_minute_and_purges_first() {
            rig.apply(edits.addVip(vipWith(1, reals(1, 8))));
            rig.apply(edits.setReals(vip(1), reals(2, 7)));
            rig.advance(Duration.ofSeconds(59));
            rig.apply(edits.addVip(vipWith(2, reals(1, 1))));
            rig.apply(edits.setReals(vip(1), reals(2, 8)));
            assertThat(rig.placeOf(vip(1)).region()).isEqualTo(new Region(17, 8));
            assertThat(rig.dataplane.calls).noneMatch(call -> call.startsWith("purgeFlows"));

            rig.apply(edits.setReals(vip(2), reals(1, 8)));
            rig.apply(edits.setReals(vip(2), reals(2, 7)));
            rig.advance(Duration.ofSeconds(60));
            rig.apply(edits.setReals(vip(2), reals(2, 8)));

            assertThat(rig.placeOf(vip(2)).positions()).containsEntry(ip(9), 0);
            assertThat(rig.dataplane.calls).contains("purgeFlows [9]");
            rig.assertConsistent();
        }

        @Test
        void comes_early_rather_than_failing() {
            Rig small = new Rig(1, 64, 9);
            small.apply(small.edits.addVip(vipWith(1, reals(1, 8))));
            small.apply(small.edits.setReals(vip(1), reals(1, 4)));
            small.apply(small.edits.setReals(vip(1), reals(20, 4)));
            small.apply(small.edits.setReals(vip(1), reals(30, 4)));
            small.assertConsistent();

            small.apply(small.edits.removeVip(vip(1)));
            small.apply(small.edits.addVip(vipWith(2, reals(40, 8))));
            small.assertConsistent();
        }

        @Test
        void of_a_vip_number_waits_for_packets_under_way() {
            Rig small = new Rig(1, 64, 64);
            small.apply(small.edits.addVip(vipWith(1, List.of())));
            long before = small.time.nanos();
            small.apply(small.edits.removeVip(vip(1)));
            small.apply(small.edits.addVip(vipWith(2, reals(1, 1))));

            assertThat(small.time.nanos() - before).isEqualTo(10_000_000);
            small.assertConsistent();
        }

        @Test
        void lets_a_full_configuration_be_replaced_at_once() {
            Rig small = new Rig(2, 64, 17);
            small.apply(small.edits.applyConfiguration(configuration(1, 2)));
            small.apply(small.edits.applyConfiguration(configuration(3, 4)));

            assertThat(small.applier.state().vips()).containsOnlyKeys(vip(3), vip(4));
            small.assertConsistent();
        }

        @Test
        void puts_back_what_was_removed_to_make_room_that_did_not_suffice() {
            Rig small = new Rig(2, 64, 17);
            small.apply(small.edits.applyConfiguration(configuration(1, 2)));
            ConfiguredVip large =
                    new ConfiguredVip(vipWith(3, reals(1, 17)), "f:1", false, Optional.empty());
            var errors = small.run(small.edits.applyConfiguration(List.of(large)));

            assertThat(errors.get(0))
                    .map(KatranException::code)
                    .hasValue(ErrorCode.TOO_MANY_ENDPOINTS);
            assertThat(small.applier.state().vips()).containsOnlyKeys(vip(1), vip(2));
            assertThat(small.applier.health().inStep()).isTrue();
            small.assertConsistent();
        }

        private static List<ConfiguredVip> configuration(int... vips) {
            List<ConfiguredVip> all = new ArrayList<>();
            for (int i : vips) {
                all.add(
                        new ConfiguredVip(
                                vipWith(i, reals(i * 8, 8)), "f:" + i, false, Optional.empty()));
            }
            return all;
        }
    }

    @Test
    void a_real_that_was_drained_a_moment_ago_is_not_erased_under_a_packet() {
        rig.apply(edits.addVip(vipWith(1, reals(1, 3))));
        rig.apply(edits.drain(vip(1), ip(1)));
        rig.apply(remove(edits, 1, 1));

        rig.assertConsistent();
    }

    @Nested
    class Ring_slots {
        @Test
        void rest_ten_milliseconds_and_there_are_enough_of_them() {
            rig.apply(edits.addVip(vipWith(1, reals(1, 3))));
            long start = rig.time.nanos();
            for (int i = 0; i < 100; i++) {
                rig.apply(edits.changeHash(vip(1), HashFunction.values()[(i + 1) % 2]));
                rig.assertConsistent();
            }

            // 23 of the 24 slots are spare: each round of them takes as long as one has to rest.
            assertThat(Duration.ofNanos(rig.time.nanos() - start)).isEqualTo(Duration.ofMillis(40));
        }
    }

    @Nested
    class Growth {
        @Test
        void gives_left_regions_away_before_failing_and_forgets_their_flows() {
            for (int nth = 1; nth <= 12; nth++) {
                Rig small = new Rig(4, 64, 41);
                small.apply(small.edits.addVip(vipWith(1, reals(1, 8))));
                small.apply(small.edits.addVip(vipWith(2, reals(1, 8))));
                small.apply(small.edits.setReals(vip(1), reals(1, 9)));
                assertThat(small.placeOf(vip(1)).moved()).hasSize(1);

                small.apply(small.edits.addVip(vipWith(3, reals(20, 8))));
                small.dataplane.refuse(nth, 1, RecordingDataplane.Refusal.AFTER_EFFECT);
                Edit needy = small.edits.addVip(vipWith(4, reals(30, 8)));
                boolean failed = small.run(needy).get(0).isPresent();
                small.assertConsistent();
                assertThat(failed).isEqualTo(nth <= 9);
                if (failed) {
                    small.apply(needy);
                }
                assertThat(small.placeOf(vip(1)).moved()).isEmpty();
                small.assertConsistent();
            }
        }

        @Test
        void in_place_if_there_is_room_behind() {
            rig.apply(edits.addVip(vipWith(1, reals(1, 8))));
            rig.apply(edits.setReals(vip(1), reals(1, 9)));

            assertThat(rig.placeOf(vip(1)).region()).isEqualTo(new Region(1, 16));
            rig.assertConsistent();
        }

        @Test
        void elsewhere_keeps_positions_and_the_flows_of_old_ids() {
            rig.apply(edits.addVip(vipWith(1, reals(1, 8))));
            rig.apply(edits.addVip(vipWith(2, reals(1, 8))));
            rig.apply(edits.setReals(vip(1), reals(2, 8)));

            assertThat(rig.placeOf(vip(1)).region()).isEqualTo(new Region(17, 8));
            rig.apply(edits.setReals(vip(1), reals(2, 12)));
            assertThat(rig.placeOf(vip(1)).region()).isEqualTo(new Region(17, 16));
            assertThat(rig.dataplane.deliverTo(2)).isEqualTo(ip(2));
            assertThat(rig.dataplane.deliverTo(17 + 1)).isEqualTo(ip(2));
            assertThat(rig.dataplane.deliverTo(1)).isNull();

            rig.apply(remove(edits, 1, 2));
            assertThat(rig.dataplane.deliverTo(2)).isNull();
            rig.assertConsistent();
        }

        @Test
        void prefers_what_a_removed_vip_had_to_regions_with_living_flows() {
            Rig small = new Rig(4, 64, 41);
            small.apply(small.edits.addVip(vipWith(1, reals(1, 8))));
            small.apply(small.edits.addVip(vipWith(2, reals(1, 8))));
            small.apply(small.edits.setReals(vip(1), reals(1, 9)));
            small.apply(small.edits.addVip(vipWith(3, reals(20, 8))));
            small.apply(small.edits.removeVip(vip(3)));
            small.apply(small.edits.addVip(vipWith(4, reals(30, 8))));

            assertThat(small.placeOf(vip(4)).region()).isEqualTo(new Region(33, 8));
            assertThat(small.dataplane.deliverTo(1)).isEqualTo(ip(1));
            small.assertConsistent();
        }

        @Test
        void wastes_an_eighth_at_most_of_large_regions() {
            assertThat(Layout.roomFor(1)).isEqualTo(8);
            assertThat(Layout.roomFor(9)).isEqualTo(16);
            assertThat(Layout.roomFor(1000)).isEqualTo(1024);
            assertThat(Layout.roomFor(1025)).isEqualTo(1280);
            assertThat(Layout.roomFor(65535)).isEqualTo(65535);
        }
    }

    @Nested
    class Health_checks {
        private final HealthCheck check =
                new HealthCheck(
                        new NeverAsked(), 80, Duration.ofSeconds(2), Duration.ofSeconds(1), 2, 3);

        private static final class NeverAsked implements HealthChecker {
            @Override
            public void start() {}

            @Override
            public CompletionStage<HealthResult> check(HealthTarget target) {
                return new CompletableFuture<>();
            }

            @Override
            public void close() {}
        }

        private void report(int real, HealthState state) {
            rig.board.report(vip(1), ip(real), state, "said so");
            assertThat(rig.applier.apply(List.of())).isEmpty();
            rig.assertConsistent();
        }

        private List<RealState> states() {
            return rig.applier.state().vips().get(vip(1)).reals().stream()
                    .map(EffectiveReal::state)
                    .toList();
        }

        @Test
        void decide_who_gets_new_flows() {
            Vip vip = vipWith(1, reals(1, 2));
            rig.apply(
                    edits.applyConfiguration(
                            List.of(new ConfiguredVip(vip, "f:1", false, Optional.of(check)))));
            assertThat(states()).containsOnly(RealState.CHECKING);
            assertThat(rig.dataplane.ring(vip(1))).isNull();

            report(1, HealthState.UP);
            assertThat(rig.dataplane.ring(vip(1))).containsOnly(ip(1));
            report(2, HealthState.UP);
            assertThat(rig.dataplane.ring(vip(1))).contains(ip(1), ip(2));
            rig.apply(edits.drain(vip(1), ip(1)));
            assertThat(states()).containsExactly(RealState.DRAINING, RealState.UP);
            report(1, HealthState.DOWN);
            assertThat(states()).containsExactly(RealState.DOWN, RealState.UP);
            report(2, HealthState.DOWN);
            assertThat(rig.dataplane.ring(vip(1))).isNull();
            assertThat(rig.dataplane.deliverTo(2)).isEqualTo(ip(2));
        }

        @Test
        void do_not_use_up_the_ring_slots_while_publishing_fails() {
            rig.apply(
                    edits.applyConfiguration(
                            List.of(
                                    new ConfiguredVip(
                                            vipWith(1, reals(1, 5)),
                                            "f:1",
                                            false,
                                            Optional.of(check)))));
            rig.dataplane.refusesPublications = true;
            for (int mask = 1; mask < 32; mask++) {
                for (int real = 1; real <= 5; real++) {
                    boolean up = (mask & 1 << real - 1) != 0;
                    HealthState state = up ? HealthState.UP : HealthState.DOWN;
                    rig.board.report(vip(1), ip(real), state, "said so");
                }
                assertThat(rig.applier.apply(List.of())).isPresent();
            }

            rig.dataplane.refusesPublications = false;
            assertThat(rig.applier.apply(List.of())).isEmpty();
            assertThat(rig.dataplane.ring(vip(1))).contains(ip(1), ip(2), ip(3), ip(4), ip(5));
            rig.assertConsistent();
        }

        @Test
        void do_not_touch_vips_without_a_check() {
            rig.apply(edits.addVip(vipWith(1, reals(1, 1))));
            rig.board.report(vip(1), ip(1), HealthState.DOWN, "unasked");
            rig.applier.apply(List.of());

            assertThat(states()).containsExactly(RealState.UP);
        }
    }

    /** Whatever happens in whatever order, no packet sees a mixture and no flow a stranger. */
    @Test
    void random_changes_keep_every_promise() {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Rig tight = new Rig(4, 20, 70);
        for (int i = 0; i < 1500; i++) {
            if (random.nextInt(10) == 0) {
                tight.dataplane.refuse(
                        1 + random.nextInt(8),
                        1 + random.nextInt(6),
                        RecordingDataplane.Refusal.values()[random.nextInt(2)]);
            }
            Edit[] batch = new Edit[1 + random.nextInt(3)];
            for (int j = 0; j < batch.length; j++) {
                batch[j] = randomEdit(tight.edits, random);
            }
            tight.run(batch);
            tight.advance(Duration.ofMillis(random.nextInt(2) * random.nextInt(20_000)));
            while (!tight.applier.health().inStep()) {
                tight.applier.apply(List.of());
            }
            try {
                tight.assertConsistent();
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ", step " + i, e);
            }
        }
        assertThat(tight.dataplane.calls)
                .as("seed %d", seed)
                .anyMatch(call -> call.startsWith("purgeFlows"));
    }

    private static Edit randomEdit(Edits edits, RandomGenerator random) {
        int vip = 1 + random.nextInt(6);
        List<Real> reals = new ArrayList<>();
        for (int i = 1; i <= 22; i++) {
            if (random.nextInt(3) == 0) {
                reals.add(new Real(ip(i), random.nextInt(3)));
            }
        }
        IpAddress one = ip(1 + random.nextInt(22));
        return switch (random.nextInt(8)) {
            case 0, 1 -> edits.addVip(vipWith(vip, reals));
            case 2 -> edits.removeVip(vip(vip));
            case 3 -> edits.setReals(vip(vip), reals);
            case 4 -> edits.drain(vip(vip), one);
            case 5 -> edits.changeReals(vip(vip), List.of(new RealChange.Put(new Real(one, 2))));
            case 6 -> edits.changeReals(vip(vip), List.of(new RealChange.Remove(one)));
            default -> edits.changeRealFlags(one, RealFlags.LOCAL, random.nextBoolean());
        };
    }
}
