package io.katran.api;

import java.util.List;

/**
 * A VIP as it stands.
 *
 * @param vip as configured
 * @param origin where it was defined, as {@code file:line} for the configuration and empty for the
 *     API
 * @param reals in ring order: ascending by endpoint hash, as the management protocol lists them
 */
public record VipStatus(Vip vip, Owner owner, String origin, List<RealStatus> reals) {
    public VipStatus {
        reals = List.copyOf(reals);
    }
}
