package io.katran.control;

import io.katran.api.HashFunction;
import io.katran.api.IpAddress;
import io.katran.api.RealState;
import io.katran.api.VipFlags;
import io.katran.api.VipKey;
import io.katran.control.health.HealthState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A VIP as the data path shall see it.
 *
 * @param reals in the order in which they were added
 */
record EffectiveVip(VipKey key, VipFlags flags, HashFunction hash, List<EffectiveReal> reals) {
    EffectiveVip {
        reals = List.copyOf(reals);
    }

    static EffectiveVip of(
            DesiredVip vip, DesiredState desired, Map<IpAddress, HealthState> health) {
        List<EffectiveReal> reals = new ArrayList<>(vip.weights().size());
        vip.weights()
                .forEach(
                        (address, base) -> {
                            RealState state = state(vip, address, base, health);
                            int weight = state == RealState.UP ? base : 0;
                            reals.add(
                                    new EffectiveReal(
                                            address, desired.flagsOf(address), weight, state));
                        });
        return new EffectiveVip(vip.key(), vip.flags(), vip.hash(), reals);
    }

    private static RealState state(
            DesiredVip vip, IpAddress real, int base, Map<IpAddress, HealthState> health) {
        HealthState said =
                vip.check().isEmpty()
                        ? HealthState.UP
                        : health.getOrDefault(real, HealthState.CHECKING);
        if (said == HealthState.DOWN) {
            return RealState.DOWN;
        }
        if (base == 0 || vip.drained().contains(real)) {
            return RealState.DRAINING;
        }
        return said == HealthState.CHECKING ? RealState.CHECKING : RealState.UP;
    }
}
