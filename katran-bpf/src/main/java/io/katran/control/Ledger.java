package io.katran.control;

import io.katran.api.Count;
import io.katran.api.IpAddress;
import io.katran.api.Statistics;
import io.katran.api.VipKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns the counters of endpoints into those of VIPs and reals.
 *
 * <p>The data path counts by endpoint id and never starts anew, while ids change owner. So each id
 * has a share: whom it counts for, and from which reading on. When an id changes owner, the
 * difference goes into the tallies of its last owner, which live as long as the VIP or the real
 * does: their figures never fall, wherever their endpoints move.
 *
 * <p>Thread-safe. The lock is held for one read of counters at most.
 */
final class Ledger {
    private final Dataplane dataplane;
    private final NavigableMap<Integer, Share> shares = new TreeMap<>();
    private final Map<VipKey, Tally> vips = new HashMap<>();
    private final Map<IpAddress, Tally> reals = new HashMap<>();
    private final Map<Member, Tally> members = new HashMap<>();

    private record Member(VipKey vip, IpAddress real) {}

    /** What ids that changed owner have counted for a VIP or a real. */
    private static final class Tally {
        private Count settled = Count.ZERO;
        private boolean gone;
    }

    private record Share(Tally vip, Tally real, Tally member, Count from) {
        boolean isFor(Tally otherVip, Tally otherReal, Tally otherMember) {
            return vip == otherVip && real == otherReal && member == otherMember;
        }

        boolean isGone() {
            return vip.gone && real.gone && member.gone;
        }
    }

    Ledger(Dataplane dataplane) {
        this.dataplane = dataplane;
    }

    /** What consecutive ids count from now on, they count for these. */
    synchronized void assign(VipKey key, int firstId, List<Dataplane.Endpoint> endpoints) {
        Tally vip = vips.computeIfAbsent(key, k -> new Tally());
        if (isAssigned(key, firstId, endpoints)) {
            return;
        }
        List<Count> counts = dataplane.readEndpointCounts(firstId, endpoints.size());
        for (int i = 0; i < endpoints.size(); i++) {
            IpAddress address = endpoints.get(i).address();
            Tally real = reals.computeIfAbsent(address, a -> new Tally());
            Tally member = members.computeIfAbsent(new Member(key, address), m -> new Tally());
            Share share = shares.get(firstId + i);
            if (share == null || !share.isFor(vip, real, member)) {
                Count count = counts.get(i);
                if (share != null) {
                    settle(share, count);
                }
                shares.put(firstId + i, new Share(vip, real, member, count));
            }
        }
    }

    private boolean isAssigned(VipKey key, int firstId, List<Dataplane.Endpoint> endpoints) {
        for (int i = 0; i < endpoints.size(); i++) {
            Share share = shares.get(firstId + i);
            IpAddress address = endpoints.get(i).address();
            Tally member = members.get(new Member(key, address));
            if (share == null || !share.isFor(vips.get(key), reals.get(address), member)) {
                return false;
            }
        }
        return true;
    }

    private static void settle(Share share, Count reading) {
        Count counted = minus(reading, share.from);
        share.vip.settled = share.vip.settled.plus(counted);
        share.real.settled = share.real.settled.plus(counted);
        share.member.settled = share.member.settled.plus(counted);
    }

    /** Forgets VIPs and reals that are gone; should they come back, they begin at zero. */
    synchronized void retain(DesiredState desired) {
        boolean any = forgetAllBut(desired.vips().keySet(), vips);
        any |= forgetAllBut(desired.references().keySet(), reals);
        any |= forgetAllBut(membersOf(desired), members);
        if (any) {
            shares.values().removeIf(Share::isGone);
        }
    }

    private static Set<Member> membersOf(DesiredState desired) {
        Set<Member> present = new HashSet<>();
        desired.vips()
                .forEach(
                        (key, vip) ->
                                vip.weights()
                                        .keySet()
                                        .forEach(real -> present.add(new Member(key, real))));
        return present;
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
        Dataplane.GlobalCounts global = dataplane.readGlobalCounts();
        Map<VipKey, Count> vipCounts = new HashMap<>();
        Map<IpAddress, Count> realCounts = new HashMap<>();
        Map<VipKey, Map<IpAddress, Count>> traffic = new HashMap<>();
        synchronized (this) {
            Map<Tally, Count> sums = sums();
            for (VipKey key : desired.vips().keySet()) {
                vipCounts.put(key, sum(vips.get(key), sums));
            }
            for (DesiredVip vip : desired.vips().values()) {
                Map<IpAddress, Count> ofVip = new HashMap<>();
                for (IpAddress real : vip.weights().keySet()) {
                    realCounts.computeIfAbsent(real, r -> sum(reals.get(r), sums));
                    ofVip.put(real, sum(members.get(new Member(vip.key(), real)), sums));
                }
                traffic.put(vip.key(), ofVip);
            }
        }
        return new Statistics(global.exits(), global.events(), vipCounts, realCounts, traffic);
    }

    private Map<Tally, Count> sums() {
        Map<Tally, Count> sums = new HashMap<>();
        for (Region run : Planner.runs(new ArrayList<>(shares.keySet()))) {
            List<Count> counts = dataplane.readEndpointCounts(run.base(), run.size());
            for (int i = 0; i < run.size(); i++) {
                Share share = shares.get(run.base() + i);
                Count counted = minus(counts.get(i), share.from);
                sums.merge(share.vip, counted, Count::plus);
                sums.merge(share.real, counted, Count::plus);
                sums.merge(share.member, counted, Count::plus);
            }
        }
        return sums;
    }

    private static Count sum(@Nullable Tally tally, Map<Tally, Count> sums) {
        return tally == null
                ? Count.ZERO
                : tally.settled.plus(sums.getOrDefault(tally, Count.ZERO));
    }

    private static Count minus(Count a, Count b) {
        return new Count(a.packets() - b.packets(), a.bytes() - b.bytes());
    }
}
