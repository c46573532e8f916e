package io.katran.dataplane.model;

import io.katran.api.IpAddress;
import io.katran.control.Dataplane;

/**
 * Where a real's packets of one VIP go, or of all.
 *
 * @param real the number of the real
 */
record EndpointState(int id, IpAddress address, int real, int vip) {
    boolean isOpenTo(int otherVip) {
        return vip == otherVip || isShared();
    }

    boolean isShared() {
        return vip == Dataplane.ANY_VIP;
    }
}
