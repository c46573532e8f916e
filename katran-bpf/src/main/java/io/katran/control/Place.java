package io.katran.control;

import io.katran.api.IpAddress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a tenant lives in the data path. Immutable.
 *
 * @param number of the VIP; {@link Dataplane#ANY_VIP} if the tenant is none
 * @param region of its endpoints; null until it has a real for the first time
 * @param positions of its reals within the region; a real keeps its own while it is a member
 * @param resting positions that removed reals had, by address, longest rest first
 * @param moved regions that it left when it grew: flows may still refer to them
 */
record Place(
        int number,
        @Nullable Region region,
        Map<IpAddress, Integer> positions,
        Map<IpAddress, Resting> resting,
        List<Moved> moved) {

    /** A position that nobody has, and when it was given up. */
    record Resting(int position, Moment since) {}

    /** A region that was left, who was where in it, and when. */
    record Moved(Region region, Map<IpAddress, Integer> positions, Moment since) {
        Set<Integer> ids() {
            Set<Integer> ids = new TreeSet<>();
            positions.values().forEach(position -> ids.add(region.base() + position));
            return ids;
        }
    }

    /** An endpoint id and the real it stands for. */
    record Id(int id, IpAddress real) {}

    static Place empty(int number) {
        return new Place(number, null, Map.of(), Map.of(), List.of());
    }

    int base() {
        return region == null ? 0 : region.base();
    }

    /** The endpoint id of a member. */
    int idOf(IpAddress member) {
        return base() + positions.get(member);
    }

    /** Whether there are fewer free positions than this. */
    boolean lacks(int wanted) {
        int size = region == null ? 0 : region.size();
        return size - held() < wanted;
    }

    /** Positions that are not free. */
    int held() {
        return positions.size() + resting.size();
    }

    /** One more than the highest position that has to stay. */
    int leastSize() {
        return 1 + positions.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
    }

    /** The place after all but these left. */
    Place keep(Set<IpAddress> members, Moment now) {
        if (members.containsAll(positions.keySet())) {
            return this;
        }
        Map<IpAddress, Integer> staying = new HashMap<>(positions);
        Map<IpAddress, Resting> leaving = new LinkedHashMap<>(resting);
        positions.forEach(
                (real, position) -> {
                    if (!members.contains(real)) {
                        staying.remove(real);
                        leaving.put(real, new Resting(position, now));
                    }
                });
        return new Place(number, region, staying, leaving, moved);
    }

    /** The place after those of these reals that left before have their positions again. */
    Place takeBack(Collection<IpAddress> reals) {
        Map<IpAddress, Integer> members = new HashMap<>(positions);
        Map<IpAddress, Resting> left = new LinkedHashMap<>(resting);
        for (IpAddress real : reals) {
            Resting rest = left.remove(real);
            if (rest != null) {
                members.put(real, rest.position());
            }
        }
        return new Place(number, region, members, left, moved);
    }

    /** The place with these reals at the lowest free positions. */
    Place seat(Collection<IpAddress> joining) {
        BitSet taken = new BitSet();
        positions.values().forEach(taken::set);
        resting.values().forEach(rest -> taken.set(rest.position()));
        Map<IpAddress, Integer> members = new HashMap<>(positions);
        for (IpAddress real : joining) {
            int position = taken.nextClearBit(0);
            taken.set(position);
            members.put(real, position);
        }
        return new Place(number, region, members, resting, moved);
    }

    /** The place in the same region made longer. */
    Place extended(Region longer) {
        return new Place(number, longer, positions, resting, moved);
    }

    /** The place in another region, where nobody has been before and so no position rests. */
    Place movedTo(Region elsewhere, Moment now) {
        List<Moved> left = new ArrayList<>(moved);
        if (region != null) {
            Map<IpAddress, Integer> were = new HashMap<>(positions);
            resting.forEach((real, rest) -> were.put(real, rest.position()));
            left.add(new Moved(region, were, now));
        }
        return new Place(number, elsewhere, positions, Map.of(), left);
    }

    /** The place without the resting positions that the test takes; their ids go to the set. */
    Place freePositions(Predicate<Resting> test, Set<Integer> freedIds) {
        Map<IpAddress, Resting> left = new LinkedHashMap<>(resting);
        left.values()
                .removeIf(
                        rest -> {
                            boolean free = test.test(rest);
                            if (free) {
                                freedIds.add(base() + rest.position());
                            }
                            return free;
                        });
        return left.size() == resting.size()
                ? this
                : new Place(number, region, positions, left, moved);
    }

    Place withoutMoved(Collection<Moved> forgotten) {
        List<Moved> left = new ArrayList<>(moved);
        left.removeAll(forgotten);
        return new Place(number, region, positions, resting, left);
    }

    /** Whether a present member was in a region that was left, so that its flows may live there. */
    boolean isAlive(Moved old) {
        return old.positions().keySet().stream().anyMatch(positions::containsKey);
    }

    /** Ids that stand for present members: one in the region, and one in each region left. */
    List<Id> liveIds() {
        List<Id> ids = new ArrayList<>();
        positions.forEach((real, position) -> ids.add(new Id(base() + position, real)));
        for (Moved old : moved) {
            old.positions()
                    .forEach(
                            (real, position) -> {
                                if (positions.containsKey(real)) {
                                    ids.add(new Id(old.region().base() + position, real));
                                }
                            });
        }
        return ids;
    }

    /** The ids of {@link #liveIds}. */
    Set<Integer> livingIds() {
        return liveIds().stream().map(Id::id).collect(Collectors.toSet());
    }

    /** All ids that flows may refer to. */
    Set<Integer> allIds() {
        Set<Integer> ids = new TreeSet<>();
        positions.values().forEach(position -> ids.add(base() + position));
        resting.values().forEach(rest -> ids.add(base() + rest.position()));
        moved.forEach(old -> ids.addAll(old.ids()));
        return ids;
    }

    /** All regions that it holds. */
    List<Region> regions() {
        List<Region> regions = new ArrayList<>();
        if (region != null) {
            regions.add(region);
        }
        moved.forEach(old -> regions.add(old.region()));
        return regions;
    }
}
