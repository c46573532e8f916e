package io.katran.control;

import io.katran.api.IpAddress;
import io.katran.api.VipKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;

/**
 * Who has which number, region and position.
 *
 * <p><b>Reuse.</b> Flows refer to endpoint ids, so an id that was given up must not stand for
 * another real while a flow refers to it. What is given up rests; whoever comes back takes what he
 * had, and for anybody else it is purged from the connection table first. What has rested {@value
 * #REST_SECONDS} s is reclaimed when something is needed, and what has not only where a request
 * would fail otherwise. What the plan in the making gives up is never given out by it: until it is
 * through, rings that lead there are published, and should it fail, everybody is where he was.
 * Regions that were left by growing are reclaimed last, since living flows refer to them.
 *
 * <p>A plan works on a {@link #copy}; not thread-safe.
 */
final class Layout {
    static final long REST_SECONDS = 60;
    private static final long RESTED = TimeUnit.SECONDS.toNanos(REST_SECONDS);
    private static final long AT_ONCE = 0;
    private static final int MIN_REGION = 8;

    private final Limits limits;
    private final Moment now;
    private final NumberPool vipNumbers;
    private final NumberPool realNumbers;
    private final RegionSpace space;
    private final Map<Tenant, Place> places;
    private final Map<IpAddress, Integer> reals;
    private final Map<Tenant, Gone> gone;
    private final Map<IpAddress, Integer> goneReals;
    private final Set<Integer> reclaimed = new TreeSet<>();

    /** What a tenant had that left. */
    private record Gone(Place place, Moment since) {}

    Layout(Limits limits) {
        this.limits = limits;
        now = new Moment(0, 0);
        vipNumbers = new NumberPool(0, limits.vips());
        realNumbers = new NumberPool(1, limits.maxReals());
        space = new RegionSpace(limits.maxEndpoints());
        places = new HashMap<>();
        reals = new HashMap<>();
        gone = new LinkedHashMap<>();
        goneReals = new LinkedHashMap<>();
    }

    private Layout(Layout other, long nanos) {
        limits = other.limits;
        now = new Moment(nanos, other.now.plan() + 1);
        vipNumbers = other.vipNumbers.copy();
        realNumbers = other.realNumbers.copy();
        space = other.space.copy();
        places = new HashMap<>(other.places);
        reals = new HashMap<>(other.reals);
        gone = new LinkedHashMap<>(other.gone);
        goneReals = new LinkedHashMap<>(other.goneReals);
    }

    /** A layout for the next plan to work on. */
    Layout copy(long nowNanos) {
        return new Layout(this, nowNanos);
    }

    /**
     * This layout after a plan failed that had begun to reclaim ids. Everybody is where he was, but
     * for regions left by growing whose ids may have got flows of others: they are given up.
     */
    Layout without(Set<Integer> ids) {
        Layout next = new Layout(this, now.nanos());
        next.freeMoved((place, old) -> !Collections.disjoint(old.ids(), ids));
        next.reclaimed.clear();
        return next;
    }

    /** Where a VIP lives that was arranged and not removed since. */
    Place place(VipKey key) {
        return place(new Tenant.OfVip(key));
    }

    /** Where a tenant lives that was arranged and not removed since. */
    Place place(Tenant tenant) {
        return places.get(tenant);
    }

    /** Whether there are endpoints that all VIPs may send to, or flows that may remember some. */
    boolean hasSharedEndpoints() {
        return Tenant.OfServerIds.BOTH.stream()
                .anyMatch(tenant -> places.containsKey(tenant) || gone.containsKey(tenant));
    }

    int number(IpAddress real) {
        return reals.get(real);
    }

    /** The ids that this plan takes from their last owners and that must be purged before use. */
    Set<Integer> reclaimed() {
        return Collections.unmodifiableSet(reclaimed);
    }

    /** Gives up the tenants that are not among these, and returns where they lived. */
    List<Place> retain(Set<Tenant> kept) {
        List<Place> removed = new ArrayList<>();
        for (Tenant tenant : List.copyOf(places.keySet())) {
            if (!kept.contains(tenant)) {
                Place place = places.remove(tenant);
                gone.put(tenant, new Gone(place.keep(Set.of(), now), now));
                removed.add(place);
            }
        }
        return removed;
    }

    /** Numbers exactly these reals. */
    void numberReals(Set<IpAddress> wanted) {
        if (reals.keySet().equals(wanted)) {
            return;
        }
        for (IpAddress real : List.copyOf(reals.keySet())) {
            if (!wanted.contains(real)) {
                goneReals.put(real, reals.remove(real));
            }
        }
        for (IpAddress real : wanted) {
            if (!reals.containsKey(real)) {
                reals.put(real, takeRealNumber(real));
            }
        }
    }

    /** Places a tenant with exactly these members. */
    Place arrange(Tenant tenant, Collection<IpAddress> members) {
        Place place = places.containsKey(tenant) ? places.get(tenant) : takePlace(tenant);
        place = place.keep(Set.copyOf(members), now).takeBack(members);
        places.put(tenant, place);
        List<IpAddress> joining = new ArrayList<>(members);
        joining.removeAll(place.positions().keySet());
        if (!joining.isEmpty()) {
            makeRoom(tenant, joining.size());
            place = places.get(tenant).seat(joining);
            places.put(tenant, place);
        }
        return place;
    }

    private Place takePlace(Tenant tenant) {
        Gone own = gone.remove(tenant);
        if (own != null) {
            return own.place();
        }
        if (!(tenant instanceof Tenant.OfVip)) {
            return Place.empty(Dataplane.ANY_VIP);
        }
        OptionalInt number = vipNumbers.take();
        if (number.isEmpty()) {
            reclaimGone(RESTED);
            number = vipNumbers.take();
        }
        if (number.isEmpty()) {
            reclaimGone(AT_ONCE);
            number = vipNumbers.take();
        }
        return Place.empty(number.orElseThrow(limits::tooManyVips));
    }

    /**
     * The number of a real is no more than a name that its endpoints carry, and those are erased
     * with its last membership: it can be used again without a purge, oldest first.
     */
    private int takeRealNumber(IpAddress real) {
        Integer own = goneReals.remove(real);
        if (own != null) {
            return own;
        }
        OptionalInt number = realNumbers.take();
        if (number.isEmpty() && !goneReals.isEmpty()) {
            Iterator<Integer> oldest = goneReals.values().iterator();
            number = OptionalInt.of(oldest.next());
            oldest.remove();
        }
        return number.orElseThrow(limits::tooManyReals);
    }

    /** Sees to it that a tenant has free positions, the cheapest way first. */
    private void makeRoom(Tenant tenant, int wanted) {
        if (places.get(tenant).lacks(wanted)) {
            reclaimPositions(tenant, RESTED);
        }
        if (places.get(tenant).lacks(wanted)) {
            grow(tenant, wanted);
        }
        if (places.get(tenant).lacks(wanted)) {
            reclaimPositions(tenant, AT_ONCE);
        }
        if (places.get(tenant).lacks(wanted)) {
            int reals = places.get(tenant).positions().size() + wanted;
            throw limits.tooManyEndpoints(tenant, reals);
        }
    }

    /** Finds a larger region, behind the present one or elsewhere; or leaves all as it is. */
    private void grow(Tenant tenant, int more) {
        Place place = places.get(tenant);
        int room = roomFor(place.held() + more);
        if (place.region() != null && room > place.region().size()) {
            Optional<Region> longer = space.extend(place.region(), room);
            if (longer.isPresent()) {
                places.put(tenant, place.extended(longer.get()));
                return;
            }
        }
        int least = Math.max(place.leastSize(), place.positions().size() + more);
        Optional<Region> elsewhere = takeRegion(roomFor(least), least);
        // Taking may have reclaimed regions that this very tenant had left: look it up again.
        elsewhere.ifPresent(region -> places.compute(tenant, (t, p) -> p.movedTo(region, now)));
    }

    private Optional<Region> takeRegion(int wanted, int least) {
        Optional<Region> region = space.take(wanted);
        if (region.isEmpty()) {
            reclaimGone(RESTED);
            reclaimMoved(false);
            region = space.take(wanted);
        }
        if (region.isEmpty()) {
            region = space.take(least);
        }
        if (region.isEmpty()) {
            reclaimGone(AT_ONCE);
            region = space.take(least);
        }
        if (region.isEmpty()) {
            reclaimMoved(true);
            region = space.take(least);
        }
        return region;
    }

    /** A power of two while small; later in steps of an eighth of one, to waste less. */
    static int roomFor(int reals) {
        int power = Math.max(MIN_REGION, Integer.highestOneBit(Math.max(1, reals - 1)) * 2);
        int step = power <= 64 ? power : power / 8;
        int room = (reals + step - 1) / step * step;
        return Math.min(room, Limits.REALS_PER_VIP);
    }

    /**
     * Frees resting positions, if the tenant has any to free: then of all, since a purge costs one
     * walk of the connection table however much it forgets.
     */
    private void reclaimPositions(Tenant needy, long restNanos) {
        if (places.get(needy).resting().values().stream()
                .anyMatch(rest -> rest.since().isRested(now, restNanos))) {
            places.replaceAll(
                    (tenant, place) ->
                            place.freePositions(
                                    rest -> rest.since().isRested(now, restNanos), reclaimed));
        }
    }

    /** Frees what tenants had that left. */
    private void reclaimGone(long restNanos) {
        gone.entrySet()
                .removeIf(
                        left -> {
                            Gone had = left.getValue();
                            boolean free = had.since().isRested(now, restNanos);
                            if (free) {
                                if (left.getKey() instanceof Tenant.OfVip) {
                                    vipNumbers.giveBack(had.place().number());
                                }
                                reclaimed.addAll(had.place().allIds());
                                had.place().regions().forEach(space::free);
                            }
                            return free;
                        });
    }

    /** Frees regions left by growing: those without a member's flows, or the others too. */
    private void reclaimMoved(boolean alsoLiving) {
        freeMoved(
                (place, old) ->
                        old.since().plan() != now.plan() && (alsoLiving || !place.isAlive(old)));
    }

    private void freeMoved(BiPredicate<Place, Place.Moved> test) {
        places.replaceAll(
                (tenant, place) -> {
                    List<Place.Moved> freed =
                            place.moved().stream().filter(old -> test.test(place, old)).toList();
                    freed.forEach(old -> reclaimed.addAll(old.ids()));
                    freed.forEach(old -> space.free(old.region()));
                    return freed.isEmpty() ? place : place.withoutMoved(freed);
                });
    }
}
