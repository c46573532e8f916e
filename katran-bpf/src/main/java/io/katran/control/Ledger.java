package io.katran.control;

import io.katran.api.Count;
import io.katran.api.FamilyCount;
import io.katran.api.IpAddress;
import io.katran.api.ServerIdCount;
import io.katran.api.Statistics;
import io.katran.api.VipKey;
import java.util.HashMap;
import java.util.HashSet;
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
 * does: their figures never fall, wherever their endpoints move. Endpoints that all VIPs share
 * count for their real; their VIPs are counted by {@link ServerIdLedger}.
 *
 * <p>Thread-safe. Nobody waits for a reading of all counters: it is done outside the lock, and ids
 * that changed owner meanwhile are read again.
 */
final class Ledger {
    private final Dataplane dataplane;
    private final @Nullable Share[] shares;
    private final Map<VipKey, Tally> vips = new HashMap<>();
    private final Map<IpAddress, Tally> reals = new HashMap<>();
    private final Map<Tenant, Map<IpAddress, Tally>> members = new HashMap<>();
    private final ServerIdLedger serverIds;
    private @Nullable DesiredState retained;

    /** What ids that changed owner have counted for a VIP or a real. */
    private static final class Tally {
        private Count settled = Count.ZERO;
        private boolean gone;
    }

    /** Whom an id counts for: its real, the real as its tenant's, and the tenant if it is a VIP. */
    private record Share(List<Tally> tallies, Count from) {
        boolean isFor(List<Tally> others) {
            return tallies.equals(others);
        }

        boolean isGone() {
            return tallies.stream().allMatch(tally -> tally.gone);
        }

        void settle(Count reading) {
            Count counted = minus(reading, from);
            tallies.forEach(tally -> tally.settled = tally.settled.plus(counted));
        }
    }

    Ledger(Dataplane dataplane) {
        this.dataplane = dataplane;
        serverIds = new ServerIdLedger(dataplane);
        shares = new Share[dataplane.capacity().endpoints()];
    }

    /** What the data path counts for a VIP number from now on, it counts for this VIP. */
    void assign(VipKey key, int number) {
        serverIds.assign(key, number);
    }

    /** What consecutive ids count from now on, they count for these. */
    synchronized void assign(Tenant tenant, int firstId, List<Dataplane.Endpoint> endpoints) {
        List<List<Tally>> wanted =
                endpoints.stream().map(endpoint -> tallies(tenant, endpoint.address())).toList();
        if (isAssigned(firstId, wanted)) {
            return;
        }
        List<Count> readings = dataplane.readEndpointCounts(firstId, endpoints.size());
        for (int i = 0; i < endpoints.size(); i++) {
            Share share = shares[firstId + i];
            if (share == null || !share.isFor(wanted.get(i))) {
                if (share != null) {
                    share.settle(readings.get(i));
                }
                shares[firstId + i] = new Share(wanted.get(i), readings.get(i));
            }
        }
    }

    private List<Tally> tallies(Tenant tenant, IpAddress address) {
        Tally real = reals.computeIfAbsent(address, a -> new Tally());
        Tally member =
                members.computeIfAbsent(tenant, t -> new HashMap<>())
                        .computeIfAbsent(address, a -> new Tally());
        return tenant instanceof Tenant.OfVip vip
                ? List.of(real, member, vips.computeIfAbsent(vip.key(), k -> new Tally()))
                : List.of(real, member);
    }

    private boolean isAssigned(int firstId, List<List<Tally>> wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            Share share = shares[firstId + i];
            if (share == null || !share.isFor(wanted.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Forgets VIPs and reals that are gone; should they come back, they begin at zero. */
    synchronized void retain(DesiredState desired) {
        serverIds.retain(desired.vips().keySet());
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

    /** Looks only at what has changed: there may be many pairs, and changes are frequent. */
    private boolean forgetMembers(DesiredState desired) {
        boolean any = false;
        for (Map.Entry<Tenant, Map<IpAddress, Tally>> entry : members.entrySet()) {
            if (retained == null || haveChanged(entry.getKey(), retained, desired)) {
                any |= forgetAllBut(realsOf(entry.getKey(), desired), entry.getValue());
            }
        }
        members.values().removeIf(Map::isEmpty);
        retained = desired;
        return any;
    }

    private static boolean haveChanged(Tenant tenant, DesiredState before, DesiredState now) {
        if (tenant instanceof Tenant.OfVip vip) {
            DesiredVip present = now.vips().get(vip.key());
            return present == null || present != before.vips().get(vip.key());
        }
        return before.serverIds() != now.serverIds();
    }

    private static Set<IpAddress> realsOf(Tenant tenant, DesiredState state) {
        if (tenant instanceof Tenant.OfVip vip) {
            DesiredVip present = state.vips().get(vip.key());
            return present == null ? Set.of() : present.weights().keySet();
        }
        return new HashSet<>(state.serverIds().values());
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
        Map<VipKey, ServerIdCount> byServerId = serverIds.read();
        Map<VipKey, Count> vipCounts = new HashMap<>();
        Map<IpAddress, Count> realCounts = new HashMap<>();
        Map<VipKey, Map<IpAddress, Count>> traffic = new HashMap<>();
        Map<IpAddress, FamilyCount> shared = new HashMap<>();
        synchronized (this) {
            Map<Tally, Count> sums = sums(before, readings);
            for (DesiredVip vip : desired.vips().values()) {
                ServerIdCount ids = byServerId.getOrDefault(vip.key(), ServerIdCount.ZERO);
                vipCounts.put(vip.key(), total(vips.get(vip.key()), sums).plus(ids.shared()));
                traffic.put(vip.key(), ofMembers(new Tenant.OfVip(vip.key()), desired, sums));
            }
            Map<IpAddress, Count> ipv4 = ofMembers(Tenant.OfServerIds.FOR_IPV4, desired, sums);
            Map<IpAddress, Count> ipv6 = ofMembers(Tenant.OfServerIds.FOR_IPV6, desired, sums);
            ipv4.forEach((real, count) -> shared.put(real, new FamilyCount(count, ipv6.get(real))));
            for (IpAddress real : desired.references().keySet()) {
                realCounts.put(real, total(reals.get(real), sums));
            }
        }
        byServerId.keySet().retainAll(desired.vips().keySet());
        Dataplane.GlobalCounts global = dataplane.readGlobalCounts();
        return new Statistics(
                global.exits(),
                global.events(),
                vipCounts,
                realCounts,
                traffic,
                byServerId,
                shared);
    }

    private Map<IpAddress, Count> ofMembers(
            Tenant tenant, DesiredState desired, Map<Tally, Count> sums) {
        Map<IpAddress, Tally> tallies = members.getOrDefault(tenant, Map.of());
        Map<IpAddress, Count> counts = new HashMap<>();
        realsOf(tenant, desired).forEach(real -> counts.put(real, total(tallies.get(real), sums)));
        return counts;
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
                share.tallies.forEach(tally -> sums.merge(tally, counted, Count::plus));
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
