package io.katran.dataplane.model;

import io.katran.api.IpAddress;
import io.katran.api.Protocol;
import io.katran.api.VipFlag;
import io.katran.api.VipKey;
import java.util.Optional;

/** Finds the VIP, and clears the ports that its flags keep out of the choice of a real. */
final class VipStage {
    private static final int ANY_PORT = 0;

    private final Tables tables;

    VipStage(Tables tables) {
        this.tables = tables;
    }

    Optional<Exit> find(Packet p) {
        Optional<Integer> exact = lookUp(p, p.destinationPort);
        Optional<Integer> vip = exact.or(() -> lookUp(p, ANY_PORT));
        if (vip.isEmpty()) {
            return Optional.of(Exit.PASS_NOT_VIP);
        }
        p.vip = vip.get();
        p.vipState = tables.vipStates.get(p.vip);
        boolean keepsPort = p.vipHas(VipFlag.DPORT_HASH) || p.vipHas(VipFlag.HASH_SRC_DST_PORT);
        if (exact.isEmpty() && !keepsPort) {
            p.destinationPort = ANY_PORT;
        }
        if (p.vipHas(VipFlag.NO_SRC_PORT)) {
            p.sourcePort = 0;
        }
        return Optional.empty();
    }

    private Optional<Integer> lookUp(Packet p, int port) {
        Optional<IpAddress> address = p.destination.asVip();
        Protocol protocol = Protocol.ofNumber(p.protocol);
        return address.map(a -> tables.vips.get(new VipKey(a, port, protocol)));
    }
}
