package io.katran.control;

import io.katran.api.VipKey;
import java.util.Set;

/** Who has a region of endpoints: a VIP, or the reals of server ids, which belong to no VIP. */
sealed interface Tenant {

    /** A VIP with its reals. */
    record OfVip(VipKey key) implements Tenant {
        @Override
        public String toString() {
            return key.toString();
        }
    }

    /**
     * All reals that server ids name, as endpoints that every VIP may send to: one region for each
     * family of packets, so that the two are counted apart.
     */
    enum OfServerIds implements Tenant {
        FOR_IPV4,
        FOR_IPV6;

        static final Set<OfServerIds> BOTH = Set.of(values());

        @Override
        public String toString() {
            return "server ids, for " + (this == FOR_IPV4 ? "IPv4" : "IPv6") + " packets";
        }
    }
}
