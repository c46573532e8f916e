package io.katran.control;

import static io.katran.control.Rig.ip;
import static io.katran.control.Rig.reals;
import static io.katran.control.Rig.vip;
import static io.katran.control.Rig.vipWith;
import static org.assertj.core.api.Assertions.assertThat;

import io.katran.api.Count;
import io.katran.api.IpAddress;
import io.katran.api.Statistics;
import io.katran.api.VipKey;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private final Rig rig = Rig.roomy();
    private final Edits edits = rig.edits;

    private Statistics read() {
        return rig.ledger.read(rig.applier.state().desired());
    }

    private Count vipCount(int i) {
        return read().vips().get(vip(i));
    }

    private Count realCount(int i) {
        return read().reals().get(ip(i));
    }

    private static Count packets(int n) {
        return new Count(n, n * 100L);
    }

    private int deliver(VipKey key, IpAddress real) {
        int id = rig.dataplane.idsOf(key, real).get(0);
        assertThat(rig.dataplane.deliverTo(id)).isEqualTo(real);
        return id;
    }

    @Test
    void sums_endpoints_to_vips_and_reals() {
        rig.apply(edits.addVip(vipWith(1, reals(1, 2))));
        rig.apply(edits.addVip(vipWith(2, reals(1, 1))));
        deliver(vip(1), ip(1));
        deliver(vip(1), ip(2));
        deliver(vip(2), ip(1));

        assertThat(vipCount(1)).isEqualTo(packets(2));
        assertThat(vipCount(2)).isEqualTo(packets(1));
        assertThat(realCount(1)).isEqualTo(packets(2));
        assertThat(realCount(2)).isEqualTo(packets(1));
        assertThat(read().exits()).containsEntry("tx.vip", new Count(1, 2));
    }

    @Test
    void reads_each_run_of_ids_once() {
        rig.apply(edits.addVip(vipWith(1, reals(1, 8))));
        rig.apply(edits.addVip(vipWith(2, reals(1, 3))));
        rig.dataplane.calls.clear();
        read();

        assertThat(rig.dataplane.calls)
                .containsExactly("readEndpointCounts 1+11", "readServerIdCounts 0+2");
    }

    @Test
    void does_not_fall_when_a_region_moves_or_a_position_gets_another_real() {
        rig.apply(edits.addVip(vipWith(1, reals(1, 8))));
        rig.apply(edits.addVip(vipWith(2, reals(1, 8))));
        int oldId = deliver(vip(1), ip(2));
        rig.apply(edits.setReals(vip(1), reals(1, 12)));
        rig.dataplane.deliverTo(oldId);
        deliver(vip(1), ip(2));
        rig.dataplane.deliverTo(rig.dataplane.idsOf(vip(1), ip(2)).get(1));
        assertThat(vipCount(1)).isEqualTo(packets(4));

        rig.apply(edits.setReals(vip(1), reals(3, 10)));
        assertThat(vipCount(1)).isEqualTo(packets(4));
        assertThat(realCount(2)).isEqualTo(packets(4));
        rig.advance(Duration.ofSeconds(61));
        rig.apply(edits.setReals(vip(1), reals(3, 16)));
        assertThat(rig.dataplane.calls).anyMatch(call -> call.startsWith("purgeFlows"));
        assertThat(vipCount(1)).isEqualTo(packets(4));
        assertThat(realCount(18)).isEqualTo(Count.ZERO);
        assertThat(realCount(2)).as("still a real of the other VIP").isEqualTo(packets(4));
    }

    @Test
    void begins_at_zero_for_what_was_removed_and_comes_back() {
        rig.apply(edits.addVip(vipWith(1, reals(1, 2))));
        deliver(vip(1), ip(1));
        deliver(vip(1), ip(2));
        rig.apply(edits.setReals(vip(1), reals(2, 1)));
        rig.apply(edits.setReals(vip(1), reals(1, 2)));
        assertThat(realCount(1)).isEqualTo(Count.ZERO);
        assertThat(vipCount(1)).isEqualTo(packets(2));

        rig.apply(edits.removeVip(vip(1)));
        rig.apply(edits.addVip(vipWith(1, reals(1, 2))));
        assertThat(vipCount(1)).isEqualTo(Count.ZERO);
        deliver(vip(1), ip(2));
        assertThat(vipCount(1)).isEqualTo(packets(1));
        assertThat(realCount(2)).isEqualTo(packets(1));
    }

    @Test
    void does_not_start_anew_because_a_change_was_undone() {
        rig.apply(edits.addVip(vipWith(1, reals(1, 2))));
        deliver(vip(1), ip(1));
        rig.dataplane.refuse(5, 1, RecordingDataplane.Refusal.AFTER_EFFECT);
        assertThat(rig.run(edits.removeVip(vip(1))).get(0)).isPresent();
        rig.assertConsistent();

        assertThat(vipCount(1)).isEqualTo(packets(1));
        assertThat(read().vips().keySet()).isEqualTo(Set.of(vip(1)));
        assertThat(List.copyOf(read().reals().keySet())).containsExactlyInAnyOrder(ip(1), ip(2));
    }
}
