package io.katran.control;

import io.katran.api.IpAddress;
import io.katran.api.Real;
import io.katran.api.RealStatus;
import io.katran.api.Vip;
import io.katran.api.VipKey;
import io.katran.api.VipStatus;
import io.katran.maglev.AddressHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What callers see of a state. */
final class Views {
    private static final Comparator<RealStatus> RING_ORDER =
            Comparator.<RealStatus>comparingLong(
                            status -> AddressHash.of(address(status)) ^ Long.MIN_VALUE)
                    .thenComparing(Views::address);

    private final EffectiveState state;
    private final HealthBoard board;

    Views(EffectiveState state, HealthBoard board) {
        this.state = state;
        this.board = board;
    }

    List<VipStatus> vips() {
        return state.desired().vips().values().stream().map(this::status).toList();
    }

    Optional<VipStatus> vip(VipKey key) {
        return Optional.ofNullable(state.desired().vips().get(key)).map(this::status);
    }

    private VipStatus status(DesiredVip vip) {
        List<Real> reals = new ArrayList<>();
        List<RealStatus> statuses = new ArrayList<>();
        for (EffectiveReal real : state.vips().get(vip.key()).reals()) {
            Real configured =
                    new Real(real.address(), vip.weights().get(real.address()), real.flags());
            reals.add(configured);
            String detail = board.detail(vip.key(), real.address());
            statuses.add(new RealStatus(configured, real.weight(), real.state(), detail));
        }
        statuses.sort(RING_ORDER);
        Vip definition = new Vip(vip.key(), vip.flags(), vip.hash(), reals);
        return new VipStatus(definition, vip.owner(), vip.origin(), statuses);
    }

    private static IpAddress address(RealStatus status) {
        return status.real().address();
    }
}
