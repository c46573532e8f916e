package io.katran.cli.ctl;

import io.katran.api.VipFlags;
import io.katran.thrift.Real;
import io.katran.thrift.Vip;
import java.util.Comparator;
import java.util.List;

/** A VIP as the server described it. */
record ListedVip(Vip vip, VipFlags flags, List<Real> reals) {
    private static final int TCP = 6;

    /** The server gives them in no particular order. */
    static final Comparator<Vip> ORDER =
            Comparator.comparing(Vip::getAddress)
                    .thenComparing(Vip::getPort)
                    .thenComparing(Vip::getProtocol);

    /** What the historic clients print: anything but TCP is udp to them. */
    static String protocol(Vip vip) {
        return vip.getProtocol() == TCP ? "tcp" : "udp";
    }
}
