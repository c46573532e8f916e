package io.katran.control;

import io.katran.api.ServerIdCount;
import io.katran.api.VipKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the data path counts for VIP numbers into what it counts for VIPs, as {@link Ledger}
 * does for endpoints: numbers change owner, and their counters never start anew. Thread-safe.
 */
final class ServerIdLedger {
    private final Dataplane dataplane;
    private final TreeMap<Integer, Share> shares = new TreeMap<>();
    private final Map<VipKey, Tally> tallies = new HashMap<>();

    /** What numbers that changed owner have counted for a VIP. */
    private static final class Tally {
        private ServerIdCount settled = ServerIdCount.ZERO;
        private boolean gone;
    }

    /** Whom a number counts for, and from which reading on. */
    private record Share(Tally vip, ServerIdCount from) {}

    ServerIdLedger(Dataplane dataplane) {
        this.dataplane = dataplane;
    }

    /** What a number counts from now on, it counts for this VIP. */
    synchronized void assign(VipKey key, int number) {
        Tally vip = tallies.computeIfAbsent(key, k -> new Tally());
        Share before = shares.get(number);
        if (before == null || before.vip != vip) {
            ServerIdCount reading = readOne(number);
            if (before != null) {
                before.vip.settled = before.vip.settled.plus(reading.minus(before.from));
            }
            shares.put(number, new Share(vip, reading));
        }
    }

    /** Forgets VIPs that are gone. */
    synchronized void retain(Set<VipKey> kept) {
        boolean any =
                tallies.entrySet()
                        .removeIf(
                                entry -> {
                                    entry.getValue().gone = !kept.contains(entry.getKey());
                                    return entry.getValue().gone;
                                });
        if (any) {
            shares.values().removeIf(share -> share.vip.gone);
        }
    }

    /** Reads all counters, by one call. */
    Map<VipKey, ServerIdCount> read() {
        TreeMap<Integer, Share> before;
        synchronized (this) {
            before = new TreeMap<>(shares);
        }
        if (before.isEmpty()) {
            return new HashMap<>();
        }
        var readings = dataplane.readServerIdCounts(0, before.lastKey() + 1);
        synchronized (this) {
            Map<Tally, ServerIdCount> sums = new HashMap<>();
            shares.forEach(
                    (number, share) -> {
                        boolean isRead = share == before.get(number);
                        ServerIdCount now = isRead ? readings.get(number) : readOne(number);
                        sums.merge(share.vip, now.minus(share.from), ServerIdCount::plus);
                    });
            Map<VipKey, ServerIdCount> all = new HashMap<>();
            tallies.forEach((key, tally) -> all.put(key, tally.settled.plus(of(sums.get(tally)))));
            return all;
        }
    }

    private ServerIdCount readOne(int number) {
        return dataplane.readServerIdCounts(number, 1).get(0);
    }

    private static ServerIdCount of(@Nullable ServerIdCount sum) {
        return sum == null ? ServerIdCount.ZERO : sum;
    }
}
