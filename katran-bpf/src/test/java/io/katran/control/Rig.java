package io.katran.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.katran.api.IpAddress;
import io.katran.api.KatranException;
import io.katran.api.MacAddress;
import io.katran.api.Real;
import io.katran.api.Vip;
import io.katran.api.VipKey;
import io.katran.control.time.ManualTime;
import io.katran.maglev.Ring;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An applier on a recording data path, called by the test itself. */
final class Rig {
    static final int RING_SIZE = 251;
    static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:01");

    final ManualTime time = new ManualTime();
    final RecordingDataplane dataplane;
    final Limits limits;
    final Edits edits;
    final Ledger ledger;
    final HealthBoard board = new HealthBoard(() -> {});
    private final Watches watches = new Watches();
    final Applier applier;

    Rig(int vips, int maxReals, int endpoints) {
        dataplane =
                new RecordingDataplane(
                        new Dataplane.Capacity(vips, vips + 16, RING_SIZE, endpoints), time);
        limits = new Limits(vips, maxReals, endpoints, 100, 100);
        edits = new Edits(limits);
        ledger = new Ledger(dataplane);
        applier =
                new Applier(
                        dataplane,
                        limits,
                        DesiredState.empty(MAC),
                        ledger,
                        board::health,
                        this::committed,
                        time);
    }

    static Rig roomy() {
        return new Rig(8, 64, 512);
    }

    private void committed(DesiredState desired) {
        ledger.retain(desired);
        board.watch(watches.of(desired));
    }

    /** Applies edits as one batch; returns what each failed with. */
    List<Optional<KatranException>> run(Edit... batch) {
        List<Request> requests = new ArrayList<>();
        for (Edit edit : batch) {
            requests.add(new Request(edit));
        }
        applier.apply(requests);
        return requests.stream().map(Rig::errorOf).toList();
    }

    /** Applies one edit, which must succeed. */
    void apply(Edit edit) {
        assertThat(run(edit)).containsExactly(Optional.empty());
    }

    private static Optional<KatranException> errorOf(Request request) {
        assertThat(request.done()).isDone();
        return Optional.ofNullable(
                (KatranException) request.done().handle((nothing, error) -> error).join());
    }

    void advance(Duration duration) {
        time.advance(duration);
    }

    Place placeOf(VipKey key) {
        return Objects.requireNonNull(applier.layout().place(key));
    }

    /** Asserts that the data path holds exactly what the state says, and was never in between. */
    void assertConsistent() {
        assertThat(dataplane.violations).isEmpty();
        EffectiveState state = applier.state();
        assertThat(dataplane.vips.keySet()).isEqualTo(state.vips().keySet());
        assertThat(dataplane.gatewayMac).isEqualTo(state.desired().gatewayMac());
        Set<IpAddress> addresses = new HashSet<>();
        state.vips().keySet().forEach(key -> addresses.add(key.address()));
        assertThat(dataplane.addresses).isEqualTo(addresses);
        state.vips().values().forEach(this::assertConsistent);
        assertEndpointsConsistent(state);
        assertServerIdsConsistent(state.desired());
        assertUnusedNumbersSayNothing();
    }

    private void assertConsistent(EffectiveVip vip) {
        RecordingDataplane.Published published =
                dataplane.published.get(dataplane.vips.get(vip.key()));
        assertThat(published.flags()).isEqualTo(vip.flags());
        assertThat(dataplane.ring(vip.key())).isEqualTo(expectedRing(vip));
    }

    /** Computed without the recipe: from addresses and weights as the state lists them. */
    private static @Nullable List<IpAddress> expectedRing(EffectiveVip vip) {
        if (vip.reals().stream().allMatch(real -> real.weight() == 0)) {
            return null;
        }
        List<Ring.Member> members =
                vip.reals().stream().map(r -> new Ring.Member(r.address(), r.weight())).toList();
        List<IpAddress> ring = new ArrayList<>();
        for (short position : Ring.of(vip.hash(), RING_SIZE, members)) {
            ring.add(members.get(Short.toUnsignedInt(position)).address());
        }
        return ring;
    }

    private void assertEndpointsConsistent(EffectiveState state) {
        Map<IpAddress, Integer> numbers = new HashMap<>();
        Map<Integer, Set<IpAddress>> members = new HashMap<>();
        dataplane
                .endpoints
                .values()
                .forEach(
                        endpoint -> {
                            members.computeIfAbsent(endpoint.vip(), v -> new HashSet<>())
                                    .add(endpoint.address());
                            assertThat(endpoint.flags())
                                    .isEqualTo(state.desired().flagsOf(endpoint.address()));
                            assertThat(
                                            numbers.merge(
                                                    endpoint.address(),
                                                    endpoint.real(),
                                                    (a, b) -> b))
                                    .isEqualTo(endpoint.real());
                        });
        assertThat(new HashSet<>(numbers.values())).hasSameSizeAs(numbers.keySet());
        Map<Integer, Set<IpAddress>> expected = new HashMap<>();
        state.vips()
                .values()
                .forEach(
                        vip -> {
                            Set<IpAddress> reals = new HashSet<>();
                            vip.reals().forEach(real -> reals.add(real.address()));
                            if (!reals.isEmpty()) {
                                expected.put(dataplane.vips.get(vip.key()), reals);
                            }
                        });
        if (!state.desired().serverIds().isEmpty()) {
            expected.put(Dataplane.ANY_VIP, new HashSet<>(state.desired().serverIds().values()));
        }
        assertThat(members).isEqualTo(expected);
    }

    private void assertServerIdsConsistent(DesiredState desired) {
        assertThat(dataplane.serverIds.keySet()).isEqualTo(desired.serverIds().keySet());
        dataplane.serverIds.forEach(
                (id, server) -> {
                    assertThat(server.v4Endpoint()).isNotEqualTo(server.v6Endpoint());
                    for (int endpoint : List.of(server.v4Endpoint(), server.v6Endpoint())) {
                        assertThat(dataplane.endpoints.get(endpoint).address())
                                .isEqualTo(desired.serverIds().get(id));
                    }
                });
    }

    private void assertUnusedNumbersSayNothing() {
        dataplane.published.forEach(
                (number, what) -> {
                    if (!dataplane.vips.containsValue(number)) {
                        assertThat(what.slot()).isEqualTo(Dataplane.NONE);
                    }
                });
    }

    static VipKey vip(int i) {
        return VipKey.parse("10.200.1." + i + ":80/tcp");
    }

    static IpAddress ip(int i) {
        return IpAddress.parse("10.0." + i / 256 + "." + i % 256);
    }

    static Real real(int i) {
        return new Real(ip(i), 1);
    }

    static List<Real> reals(int from, int count) {
        List<Real> reals = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            reals.add(real(i));
        }
        return reals;
    }

    static Vip vipWith(int i, List<Real> reals) {
        return Vip.builder(vip(i)).reals(reals).build();
    }
}
