package io.katran.server.thrift;

import io.katran.api.Count;
import io.katran.api.Statistics;
import io.katran.api.VipKey;
import io.katran.thrift.Stats;

/** The pairs of counters that the management protocol knows, made of ours. */
final class HistoricStats {

    static final String VIP_PACKETS = "vip-packets";
    static final String RING_PICK = "ring-pick";
    static final String MISS_TCP_SYN = "miss-tcp-syn";
    static final String MISS_TCP_OTHER = "miss-tcp-other";
    static final String FALLBACK_TABLE = "fallback-table";
    static final String ICMP_TOO_BIG_V4 = "icmp-too-big-v4";
    static final String ICMP_TOO_BIG_V6 = "icmp-too-big-v6";

    private HistoricStats() {}

    static Stats none() {
        return new Stats(0, 0);
    }

    static Stats ofVip(Statistics all, VipKey key) {
        Count count = all.vips().getOrDefault(key, Count.ZERO);
        return new Stats(count.packets(), count.bytes());
    }

    static Stats lru(Statistics all) {
        return new Stats(event(all, VIP_PACKETS), event(all, RING_PICK));
    }

    static Stats lruMiss(Statistics all) {
        return new Stats(event(all, MISS_TCP_SYN), event(all, MISS_TCP_OTHER));
    }

    static Stats lruFallback(Statistics all) {
        return new Stats(event(all, FALLBACK_TABLE), 0);
    }

    static Stats icmpTooBig(Statistics all) {
        return new Stats(event(all, ICMP_TOO_BIG_V4), event(all, ICMP_TOO_BIG_V6));
    }

    /** An event that the data path in use does not know has not happened. */
    private static long event(Statistics all, String name) {
        return all.events().getOrDefault(name, 0L);
    }
}
