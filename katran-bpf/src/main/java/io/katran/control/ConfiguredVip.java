package io.katran.control;

import io.katran.api.Vip;
import io.katran.control.health.HealthCheck;
import java.util.Objects;
import java.util.Optional;

/**
 * A VIP as a configuration file defines it.
 *
 * @param vip its reals count only if they are not discovered
 * @param origin where it is defined, {@code file:line}
 * @param discovered whether a discovery says which reals it has; until it has spoken there are none
 * @param check how its reals are checked; without a check they count as up
 */
public record ConfiguredVip(
        Vip vip, String origin, boolean discovered, Optional<HealthCheck> check) {
    public ConfiguredVip {
        Objects.requireNonNull(vip, "vip");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(check, "check");
    }
}
