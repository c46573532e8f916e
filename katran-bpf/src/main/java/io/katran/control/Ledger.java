package io.katran.control;

import io.katran.api.Count;
import io.katran.api.IpAddress;
import io.katran.api.Statistics;
import io.katran.api.VipKey;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns the counters of endpoints into those of VIPs and reals.
 *
 * <p>The data path counts by endpoint id and never starts anew, while ids change owner. So each id
 * has a share: whom it counts for, and from which reading on. When an id changes owner, the
 * difference goes into the tallies of its last owner, which live as long as the VIP or the real
 * does: their figures never fall, wherever their endpoints move.
 *
 * <p>Thread-safe. Nobody waits for a reading of all counters: it is done outside the lock, and ids
 * that changed owner meanwhile are read again.
 */
final class Ledger {
    private final Dataplane dataplane;
    private final @Nullable Share[] shares;
    private final Map<VipKey, Tally> vips = new HashMap<>();
    private final Map<IpAddress, Tally> reals = new HashMap<>();
    private final Map<VipKey, Map<IpAddress, Tally>> members = new HashMap<>();
    private Map<VipKey, DesiredVip> retained = Map.of();

    /** What ids that changed owner have counted for a VIP or a real. */
    private static final class Tally {
        private Count settled = Count.ZERO;
        private boolean gone;
    }

    /** Whom an id counts for: its VIP, its real, and the two together. */
    private record Share(Tally vip, Tally real, Tally member, Count from) {
        boolean isFor(
                @Nullable Tally otherVip, @Nullable Tally otherReal, @Nullable Tally otherMember) {
            return vip == otherVip && real == otherReal && member == otherMember;
        }

        boolean isGone() {
            return vip.gone && real.gone && member.gone;
        }

        void settle(Count reading) {
            Count counted = minus(reading, from);
            vip.settled = vip.settled.plus(counted);
            real.settled = real.settled.plus(counted);
            member.settled = member.settled.plus(counted);
        }
    }

    Ledger(Dataplane dataplane) {
        this.dataplane = dataplane;
        shares = new Share[dataplane.capacity().endpoints()];
    }

    /** What consecutive ids count from now on, they count for these. */
    synchronized void assign(VipKey key, int firstId, List<Dataplane.Endpoint> endpoints) {
        Tally vip = vips.computeIfAbsent(key, k -> new Tally());
        if (isAssigned(key, firstId, endpoints)) {
            return;
        }
        List<Count> readings = dataplane.readEndpointCounts(firstId, endpoints.size());
        for (int i = 0; i < endpoints.size(); i++) {
            IpAddress address = endpoints.get(i).address();
            Tally real = reals.computeIfAbsent(address, a -> new Tally());
            Tally member =
                    members.computeIfAbsent(key, k -> new HashMap<>())
                            .computeIfAbsent(address, a -> new Tally());
            Share share = shares[firstId + i];
            if (share == null || !share.isFor(vip, real, member)) {
                if (share != null) {
                    share.settle(readings.get(i));
                }
                shares[firstId + i] = new Share(vip, real, member, readings.get(i));
            }
        }
    }

    private boolean isAssigned(VipKey key, int firstId, List<Dataplane.Endpoint> endpoints) {
        for (int i = 0; i < endpoints.size(); i++) {
            Share share = shares[firstId + i];
            IpAddress address = endpoints.get(i).address();
            Tally member = members.getOrDefault(key, Map.of()).get(address);
            if (share == null || !share.isFor(vips.get(key), reals.get(address), member)) {
                return false;
            }
        }
        return true;
    }

    /** Forgets VIPs and reals that are gone; should they come back, they begin at zero. */
    synchronized void retain(DesiredState desired) {
        boolean any = forgetAllBut(desired.vips().keySet(), vips);
        any |= forgetAllBut(desired.references().keySet(), reals);
        any |= forgetMembers(desired);
        if (any) {
            for (int id = 0; id < shares.length; id++) {
                Share share = shares[id];
                if (share != null && share.isGone()) {
                    shares[id] = null;
                }
            }
        }
    }

    /** Looks only at VIPs that have changed: there may be many pairs, and changes are frequent. */
    private boolean forgetMembers(DesiredState desired) {
        boolean any = false;
        for (Map.Entry<VipKey, Map<IpAddress, Tally>> entry : members.entrySet()) {
            DesiredVip vip = desired.vips().get(entry.getKey());
            if (vip == null || vip != retained.get(entry.getKey())) {
                Set<IpAddress> kept = vip == null ? Set.of() : vip.weights().keySet();
                any |= forgetAllBut(kept, entry.getValue());
            }
        }
        members.values().removeIf(Map::isEmpty);
        retained = desired.vips();
        return any;
    }

    private static <K> boolean forgetAllBut(Set<K> kept, Map<K, Tally> tallies) {
        return tallies.entrySet()
                .removeIf(
                        entry -> {
                            boolean gone = !kept.contains(entry.getKey());
                            entry.getValue().gone |= gone;
                            return gone;
                        });
    }

    /** Reads all counters: one read for each run of ids without gaps. */
    Statistics read(DesiredState desired) {
        @Nullable Share[] before;
        synchronized (this) {
            before = shares.clone();
        }
        @Nullable Count[] readings = readAll(before);
        Map<VipKey, Count> vipCounts = new HashMap<>();
        Map<IpAddress, Count> realCounts = new HashMap<>();
        Map<VipKey, Map<IpAddress, Count>> traffic = new HashMap<>();
        synchronized (this) {
            Map<Tally, Count> sums = sums(before, readings);
            for (DesiredVip vip : desired.vips().values()) {
                vipCounts.put(vip.key(), total(vips.get(vip.key()), sums));
                Map<IpAddress, Tally> tallies = members.getOrDefault(vip.key(), Map.of());
                Map<IpAddress, Count> ofVip = new HashMap<>();
                for (IpAddress real : vip.weights().keySet()) {
                    realCounts.computeIfAbsent(real, r -> total(reals.get(r), sums));
                    ofVip.put(real, total(tallies.get(real), sums));
                }
                traffic.put(vip.key(), ofVip);
            }
        }
        Dataplane.GlobalCounts global = dataplane.readGlobalCounts();
        return new Statistics(global.exits(), global.events(), vipCounts, realCounts, traffic);
    }

    private @Nullable Count[] readAll(@Nullable Share[] wanted) {
        @Nullable Count[] readings = new Count[wanted.length];
        int first = 0;
        while (first < wanted.length) {
            int end = first;
            while (end < wanted.length && wanted[end] != null) {
                end++;
            }
            if (end > first) {
                List<Count> run = dataplane.readEndpointCounts(first, end - first);
                for (int i = 0; i < run.size(); i++) {
                    readings[first + i] = run.get(i);
                }
            }
            first = end + 1;
        }
        return readings;
    }

    private Map<Tally, Count> sums(@Nullable Share[] before, @Nullable Count[] readings) {
        Map<Tally, Count> sums = new IdentityHashMap<>();
        for (int id = 0; id < shares.length; id++) {
            Share share = shares[id];
            if (share != null) {
                Count reading = readings[id];
                if (reading == null || share != before[id]) {
                    reading = dataplane.readEndpointCounts(id, 1).get(0);
                }
                Count counted = minus(reading, share.from);
                sums.merge(share.vip, counted, Count::plus);
                sums.merge(share.real, counted, Count::plus);
                sums.merge(share.member, counted, Count::plus);
            }
        }
        return sums;
    }

    private static Count total(@Nullable Tally tally, Map<Tally, Count> sums) {
        return tally == null
                ? Count.ZERO
                : tally.settled.plus(sums.getOrDefault(tally, Count.ZERO));
    }

    private static Count minus(Count a, Count b) {
        return new Count(a.packets() - b.packets(), a.bytes() - b.bytes());
    }
}
