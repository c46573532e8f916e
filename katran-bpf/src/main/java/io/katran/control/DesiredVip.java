package io.katran.control;

import io.katran.api.HashFunction;
import io.katran.api.IpAddress;
import io.katran.api.Owner;
import io.katran.api.VipFlags;
import io.katran.api.VipKey;
import io.katran.control.health.HealthCheck;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A VIP as its owner wants it, with what operators laid over it.
 *
 * @param origin {@code file:line} of the configuration, empty for the API
 * @param weights configured weight of each real, in the order in which they were added
 * @param drained addresses that get no new flows; one that is no real at present counts when it is
 */
record DesiredVip(
        VipKey key,
        VipFlags flags,
        HashFunction hash,
        Owner owner,
        String origin,
        RealSource source,
        Map<IpAddress, Integer> weights,
        Set<IpAddress> drained,
        Optional<HealthCheck> check) {

    DesiredVip {
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
        drained = Set.copyOf(drained);
    }

    DesiredVip withFlags(VipFlags newFlags) {
        return new DesiredVip(key, newFlags, hash, owner, origin, source, weights, drained, check);
    }

    DesiredVip withHash(HashFunction newHash) {
        return new DesiredVip(key, flags, newHash, owner, origin, source, weights, drained, check);
    }

    DesiredVip withWeights(Map<IpAddress, Integer> newWeights) {
        return new DesiredVip(key, flags, hash, owner, origin, source, newWeights, drained, check);
    }

    DesiredVip withDrained(Set<IpAddress> newDrained) {
        return new DesiredVip(key, flags, hash, owner, origin, source, weights, newDrained, check);
    }
}
