package io.katran.control;

import static io.katran.control.Rig.ip;
import static io.katran.control.Rig.reals;
import static io.katran.control.Rig.vip;
import static io.katran.control.Rig.vipWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.katran.api.Count;
import io.katran.api.ErrorCode;
import io.katran.api.FamilyCount;
import io.katran.api.IpAddress;
import io.katran.api.KatranException;
import io.katran.api.Statistics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of server ids in the data path. */
class ServerIdsTest {
    private final Rig rig = Rig.roomy();
    private final Edits edits = rig.edits;

    private List<String> callsOf(Edit... batch) {
        int before = rig.dataplane.calls.size();
        assertThat(rig.run(batch)).allMatch(Optional::isEmpty);
        rig.assertConsistent();
        return List.copyOf(rig.dataplane.calls.subList(before, rig.dataplane.calls.size()));
    }

    private static Map<Integer, IpAddress> ids(int firstId, int firstReal, int count) {
        return IntStream.range(0, count)
                .boxed()
                .collect(Collectors.toMap(i -> firstId + i, i -> ip(firstReal + i)));
    }

    @Test
    void are_put_when_their_endpoints_are_there() {
        rig.apply(edits.addVip(vipWith(1, reals(1, 2))));

        assertThat(callsOf(edits.putServerIds(Map.of(7, ip(9)))))
                .containsExactly(
                        "readEndpointCounts 9+1",
                        "writeEndpoints 9+1",
                        "readEndpointCounts 17+1",
                        "writeEndpoints 17+1",
                        "putServerIds [7]");
        assertThat(rig.dataplane.deliverByServerId(vip(1), 7)).isEqualTo(ip(9));
    }

    @Test
    void go_before_their_endpoints_which_rest_before_others_get_them() {
        rig.apply(edits.addVip(vipWith(1, reals(1, 2))));
        rig.apply(edits.putServerIds(ids(1, 1, 8)));

        assertThat(callsOf(edits.removeServerIds(ids(1, 1, 1))))
                .containsExactly(
                        "removeServerIds [1]", "eraseEndpoints 9+1", "eraseEndpoints 17+1");
        assertThat(callsOf(edits.putServerIds(ids(20, 30, 1))))
                .as("finds room elsewhere")
                .noneMatch(call -> call.startsWith("purgeFlows"))
                .contains("putServerIds [2, 3, 4, 5, 6, 7, 8, 20]");
    }

    @Test
    void that_come_back_get_their_endpoints_again() {
        rig.apply(edits.putServerIds(ids(1, 1, 3)));
        Map<Integer, Dataplane.Server> before = Map.copyOf(rig.dataplane.serverIds);
        rig.apply(edits.removeServerIds(ids(1, 1, 3)));
        assertThat(rig.dataplane.endpoints).isEmpty();
        rig.apply(edits.putServerIds(ids(1, 1, 3)));

        assertThat(rig.dataplane.serverIds).isEqualTo(before);
    }

    @Test
    void are_written_anew_only_where_they_lead_elsewhere() {
        rig.apply(edits.putServerIds(ids(1, 1, 3)));

        assertThat(callsOf(edits.putServerIds(ids(1, 1, 3)))).isEmpty();
        assertThat(callsOf(edits.putServerIds(Map.of(2, ip(3), 9, ip(1)))))
                .containsExactly(
                        "putServerIds [2, 9]", "eraseEndpoints 2+1", "eraseEndpoints 10+1");
        assertThat(callsOf(edits.addVip(vipWith(1, reals(1, 1)))))
                .noneMatch(call -> call.contains("ServerIds"));
    }

    @Test
    void that_share_a_real_with_a_vip_keep_its_number() {
        rig.apply(edits.addVip(vipWith(1, reals(1, 2))));
        rig.apply(edits.putServerIds(Map.of(1, ip(1))));
        int number = rig.applier.layout().number(ip(1));
        rig.apply(edits.removeVip(vip(1)));

        assertThat(rig.applier.layout().number(ip(1))).isEqualTo(number);
        assertThat(rig.dataplane.endpoints.values())
                .extracting(Dataplane.Endpoint::real)
                .containsExactly(number, number);
    }

    @Test
    void of_more_reals_than_there_is_room_for_fail_and_change_nothing() {
        Rig small = new Rig(2, 64, 20);
        small.apply(small.edits.putServerIds(ids(1, 1, 8)));
        Optional<KatranException> error = small.run(small.edits.putServerIds(ids(9, 9, 8))).get(0);

        assertThat(error).map(KatranException::code).hasValue(ErrorCode.TOO_MANY_ENDPOINTS);
        assertThat(error.orElseThrow()).hasMessageContaining("server ids, for IPv4 packets");
        small.assertConsistent();
        assertThat(small.dataplane.serverIds).hasSize(8);
    }

    @Test
    void are_limited_in_number_and_wide_ones_in_bits() {
        Edits wide = new Edits(new Limits(8, 64, 512, 2, Integer.MAX_VALUE));
        DesiredState two =
                wide.putServerIds(Map.of(Integer.MAX_VALUE, ip(1), 1, ip(1)))
                        .apply(DesiredState.empty(Rig.MAC));

        assertThat(two.serverIds()).hasSize(2);
        assertThatThrownBy(() -> wide.putServerIds(Map.of(2, ip(1))).apply(two))
                .isInstanceOf(KatranException.class)
                .hasMessageContaining("3 server ids; raise katran.limits.max-server-ids (2)");
        assertThatThrownBy(() -> wide.putServerIds(Map.of(-1, ip(1))))
                .hasMessageContaining("1..2147483647", "features.server-id-v3");
    }

    @Test
    void flows_of_a_vip_that_goes_are_forgotten_at_shared_endpoints_too() {
        rig.apply(edits.addVip(vipWith(1, reals(1, 2))));
        rig.apply(edits.putServerIds(Map.of(1, ip(9))));

        assertThat(callsOf(edits.removeVip(vip(1)))).contains("purgeFlows [1, 2] of [0]");
        rig.advance(Duration.ofSeconds(61));
        assertThat(callsOf(edits.addVip(vipWith(2, reals(1, 2)))))
                .anyMatch(call -> call.startsWith("putVip"));
    }

    @Test
    void count_for_vips_and_reals_and_by_family() {
        rig.apply(edits.addVip(vipWith(1, reals(1, 2))));
        rig.apply(edits.putServerIds(Map.of(1, ip(9), 2, ip(1))));
        rig.dataplane.deliver(vip(1), 0);
        rig.dataplane.deliverByServerId(vip(1), 1);
        rig.dataplane.deliverByServerId(vip(1), 2);
        Statistics statistics = rig.ledger.read(rig.applier.state().desired());

        assertThat(statistics.vips()).isEqualTo(Map.of(vip(1), new Count(3, 300)));
        assertThat(statistics.reals().get(ip(9))).isEqualTo(new Count(1, 100));
        assertThat(statistics.reals().values().stream().mapToLong(Count::packets).sum())
                .isEqualTo(3);
        assertThat(statistics.shared())
                .isEqualTo(
                        Map.of(
                                ip(9), new FamilyCount(new Count(1, 100), Count.ZERO),
                                ip(1), new FamilyCount(new Count(1, 100), Count.ZERO)));
        assertThat(statistics.serverIds().get(vip(1)).shared()).isEqualTo(new Count(2, 200));
    }

    @Test
    void a_vip_that_comes_back_begins_at_zero_and_one_that_stays_never_falls() {
        rig.apply(edits.addVip(vipWith(1, reals(1, 2))));
        rig.apply(edits.putServerIds(Map.of(1, ip(9))));
        rig.dataplane.deliverByServerId(vip(1), 1);
        rig.apply(edits.removeServerIds(Map.of(1, ip(9))));
        assertThat(rig.ledger.read(rig.applier.state().desired()).vips())
                .isEqualTo(Map.of(vip(1), new Count(1, 100)));

        rig.apply(edits.removeVip(vip(1)));
        rig.apply(edits.addVip(vipWith(1, reals(1, 2))));
        assertThat(rig.ledger.read(rig.applier.state().desired()).vips())
                .isEqualTo(Map.of(vip(1), Count.ZERO));
    }
}
