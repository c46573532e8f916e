package io.katran.control.health;

import io.katran.api.IpAddress;
import java.util.Set;

/**
 * What is to be checked for one VIP.
 *
 * @param reals all reals of the VIP, drained ones included
 */
public record Watch(HealthCheck check, Set<IpAddress> reals) {
    public Watch {
        reals = Set.copyOf(reals);
    }
}
