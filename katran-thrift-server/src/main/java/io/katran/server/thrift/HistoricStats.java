package io.katran.server.thrift;

import io.katran.api.Count;
import io.katran.api.Statistics;
import io.katran.api.VipKey;
import io.katran.control.ReferenceCounters;
import io.katran.control.ReferenceCounters.Global;
import io.katran.control.ReferenceCounters.Pair;
import io.katran.thrift.Stats;

/** The pairs of counters that the management protocol knows, as the protocol carries them. */
final class HistoricStats {

    private HistoricStats() {}

    static Stats none() {
        return wire(Pair.ZERO);
    }

    static Stats ofVip(Statistics all, VipKey key) {
        return wire(ReferenceCounters.ofVip(key, all.vips().getOrDefault(key, Count.ZERO)));
    }

    static Stats ofHost(Statistics all, Global counter) {
        return wire(new ReferenceCounters(all.exits(), all.events()).get(counter));
    }

    private static Stats wire(Pair pair) {
        return new Stats(pair.v1(), pair.v2());
    }
}
