package io.katran.control;

import static io.katran.control.Rig.ip;
import static io.katran.control.Rig.reals;
import static io.katran.control.Rig.vip;
import static io.katran.control.Rig.vipWith;
import static org.assertj.core.api.Assertions.assertThat;

import io.katran.api.HashFunction;
import io.katran.api.IpAddress;
import io.katran.api.MacAddress;
import io.katran.api.Real;
import io.katran.api.RealChange;
import io.katran.api.RealFlags;
import io.katran.api.VipFlag;
import io.katran.api.VipFlags;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever call the data path refuses: it holds what the state says afterwards. */
class ApplierFaultTest {

    /** Everything that makes the applier call the data path, growing and reuse included. */
    private static List<Edit[]> scenario(Edits edits) {
        return List.of(
                one(edits.addVip(vipWith(1, reals(1, 3)))),
                new Edit[] {
                    edits.addVip(vipWith(2, reals(2, 8))), edits.addVip(vipWith(3, List.of()))
                },
                one(edits.changeReals(vip(2), List.of(put(20), remove(2)))),
                one(edits.changeReals(vip(1), List.of(new RealChange.Put(new Real(ip(1), 0))))),
                one(edits.drain(vip(2), ip(3))),
                one(edits.changeHash(vip(2), HashFunction.MAGLEV_V2)),
                one(edits.changeVipFlags(vip(2), VipFlags.of(VipFlag.NO_LRU), true)),
                one(edits.changeRealFlags(ip(3), RealFlags.LOCAL, true)),
                one(edits.changeGatewayMac(MacAddress.parse("02:00:00:00:00:02"))),
                one(edits.setReals(vip(1), reals(40, 30))),
                new Edit[] {
                    edits.removeVip(vip(3)),
                    edits.addVip(vipWith(4, reals(3, 2))),
                    edits.changeReals(vip(1), List.of(remove(40)))
                },
                one(edits.putServerIds(ids(1, 3, 6))),
                new Edit[] {edits.removeServerIds(ids(1, 3, 1)), edits.putServerIds(ids(2, 40, 2))},
                one(edits.changeRealFlags(ip(41), RealFlags.LOCAL, true)),
                one(edits.removeVip(vip(2))),
                one(edits.putServerIds(ids(10, 60, 9))),
                one(edits.addVip(vipWith(5, reals(80, 10)))),
                one(edits.setReals(vip(5), reals(90, 10))),
                one(edits.removeServerIds(ids(10, 60, 9))),
                one(edits.setReals(vip(5), List.of())),
                one(edits.addVip(vipWith(2, reals(2, 3)))),
                one(edits.removeServerIds(allIds())),
                one(edits.putServerIds(ids(50, 70, 2))));
    }

    /** Consecutive ids for consecutive reals. */
    private static Map<Integer, IpAddress> ids(int firstId, int firstReal, int count) {
        return IntStream.range(0, count)
                .boxed()
                .collect(Collectors.toMap(i -> firstId + i, i -> ip(firstReal + i)));
    }

    /** Those that the scenario leaves. */
    private static Map<Integer, IpAddress> allIds() {
        Map<Integer, IpAddress> all = new HashMap<>(ids(4, 6, 3));
        all.putAll(ids(2, 40, 2));
        return all;
    }

    private static Edit[] one(Edit edit) {
        return new Edit[] {edit};
    }

    private static RealChange put(int i) {
        return new RealChange.Put(Rig.real(i));
    }

    private static RealChange remove(int i) {
        return new RealChange.Remove(ip(i));
    }

    /** Small enough that numbers, positions and regions are used again. */
    private static Rig tightRig() {
        return new Rig(4, 64, 130);
    }

    private static int callsOfScenario() {
        Rig rig = tightRig();
        for (Edit[] batch : scenario(rig.edits)) {
            assertThat(rig.run(batch)).allMatch(error -> error.isEmpty());
            rig.assertConsistent();
        }
        assertThat(rig.dataplane.calls).anyMatch(call -> call.startsWith("purgeFlows"));
        return rig.dataplane.callNumber();
    }

    @ParameterizedTest
    @EnumSource
    void one_refused_call_fails_its_batch_and_leaves_the_old_state(
            RecordingDataplane.Refusal refusal) {
        int calls = callsOfScenario();
        for (int nth = 1; nth <= calls; nth++) {
            Rig rig = tightRig();
            rig.dataplane.refuse(nth, 1, refusal);
            int failed = 0;

            for (Edit[] batch : scenario(rig.edits)) {
                DesiredState before = rig.applier.state().desired();
                long failures = rig.applier.health().failures();
                var errors = rig.run(batch);

                assertThat(rig.applier.health().inStep()).isTrue();
                rig.assertConsistent();
                if (rig.applier.health().failures() > failures) {
                    failed++;
                    assertThat(errors).allMatch(error -> error.isPresent());
                    assertThat(rig.applier.state().desired()).isSameAs(before);
                    assertThat(rig.run(batch)).allMatch(error -> error.isEmpty());
                    rig.assertConsistent();
                }
            }
            assertThat(failed).as("batches that failed by call %d", nth).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void when_undoing_fails_too_it_is_retried_until_the_old_state_is_there(
            RecordingDataplane.Refusal refusal) {
        int calls = callsOfScenario();
        for (int nth = 1; nth <= calls; nth++) {
            Rig rig = tightRig();
            rig.dataplane.refuse(nth, 9, refusal);

            for (Edit[] batch : scenario(rig.edits)) {
                for (int attempt = 0; attempt < 20; attempt++) {
                    var errors = rig.run(batch);
                    if (errors.stream().allMatch(error -> error.isEmpty())) {
                        break;
                    }
                    assertThat(errors).allMatch(error -> error.isPresent());
                    rig.advance(Duration.ofSeconds(1));
                }
                assertThat(rig.applier.health().inStep()).isTrue();
                rig.assertConsistent();
            }
            assertThat(rig.applier.state().desired().vips()).hasSize(4);
            assertThat(rig.applier.state().desired().serverIds()).isEqualTo(ids(50, 70, 2));
        }
    }
}
