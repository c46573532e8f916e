package io.katran.benchmark.datapath;

import io.katran.api.HashFunction;
import io.katran.api.IpAddress;
import io.katran.api.MacAddress;
import io.katran.api.Protocol;
import io.katran.api.Real;
import io.katran.api.Vip;
import io.katran.api.VipFlag;
import io.katran.api.VipFlags;
import io.katran.api.VipKey;
import io.katran.maglev.Ring;
import io.katran.maglev.Ring.Member;
import java.util.List;
import java.util.stream.IntStream;

/** The VIPs and reals that all programs under comparison are given. */
final class Fleet {
    static final int RING_SIZE = 65_537;
    static final int REALS_PER_VIP = 100;
    static final MacAddress GATEWAY = MacAddress.parse("02:00:00:00:00:99");

    static final IpAddress VIP_V4 = IpAddress.parse("10.200.1.1");
    static final IpAddress VIP_WITHOUT_TABLE = IpAddress.parse("10.200.1.2");
    static final IpAddress VIP_TO_V6 = IpAddress.parse("10.200.1.3");
    static final IpAddress VIP_V6 = IpAddress.parse("fc00:1::1");
    static final IpAddress NO_VIP = IpAddress.parse("10.200.9.9");
    static final int PORT = 443;

    /** IPv4 reals first; the numbers of reals are their positions in here, from 1 on. */
    static final List<IpAddress> REALS =
            IntStream.range(0, 2 * REALS_PER_VIP).mapToObj(Fleet::real).toList();

    static final List<FleetVip> VIPS =
            List.of(
                    vip(0, VIP_V4, Protocol.TCP, VipFlags.NONE, 0),
                    vip(1, VIP_V4, Protocol.UDP, VipFlags.NONE, 0),
                    vip(2, VIP_WITHOUT_TABLE, Protocol.TCP, VipFlags.of(VipFlag.NO_LRU), 0),
                    vip(3, VIP_TO_V6, Protocol.TCP, VipFlags.NONE, REALS_PER_VIP),
                    vip(4, VIP_V6, Protocol.TCP, VipFlags.NONE, REALS_PER_VIP));

    private Fleet() {}

    /**
     * @param number of the VIP
     * @param firstReal where its reals begin in {@link #REALS}
     */
    record FleetVip(int number, VipKey key, VipFlags flags, int firstReal) {
        List<IpAddress> reals() {
            return REALS.subList(firstReal, firstReal + REALS_PER_VIP);
        }

        Vip toVip() {
            return Vip.builder(key)
                    .flags(flags)
                    .reals(reals().stream().map(real -> Real.of(real.toString(), 1)).toList())
                    .build();
        }

        short[] ring() {
            List<Member> members = reals().stream().map(real -> new Member(real, 1)).toList();
            return Ring.of(HashFunction.MAGLEV, RING_SIZE, members);
        }
    }

    private static FleetVip vip(
            int number, IpAddress address, Protocol protocol, VipFlags flags, int firstReal) {
        return new FleetVip(number, new VipKey(address, PORT, protocol), flags, firstReal);
    }

    private static IpAddress real(int index) {
        return index < REALS_PER_VIP
                ? IpAddress.parse("10.0.0." + (index + 1))
                : IpAddress.parse("fc00::" + Integer.toHexString(index - REALS_PER_VIP + 1));
    }
}
