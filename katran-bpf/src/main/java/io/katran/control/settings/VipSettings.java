package io.katran.control.settings;

import io.katran.api.Vip;
import java.util.Optional;

/**
 * A VIP of the configuration file.
 *
 * @param vip its definition; without reals if they are discovered
 * @param discovery where its reals come from, if not from the file
 * @param healthCheck how they are checked; if not at all, they count as healthy
 * @param origin {@code file:line}, for telling people where it is changed
 */
public record VipSettings(
        Vip vip,
        Optional<DiscoverySettings> discovery,
        Optional<HealthCheckSettings> healthCheck,
        String origin) {}
