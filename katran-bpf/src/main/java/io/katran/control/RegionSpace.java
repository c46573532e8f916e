package io.katran.control;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which endpoint ids are free. First fit; neighbours that become free are joined. */
final class RegionSpace {
    private final TreeMap<Integer, Integer> freeSizes;

    /** All ids from 1 on are free; id 0 is never used. */
    RegionSpace(int endpoints) {
        freeSizes = new TreeMap<>();
        if (endpoints > 1) {
            freeSizes.put(1, endpoints - 1);
        }
    }

    private RegionSpace(RegionSpace other) {
        freeSizes = new TreeMap<>(other.freeSizes);
    }

    RegionSpace copy() {
        return new RegionSpace(this);
    }

    Optional<Region> take(int size) {
        for (Map.Entry<Integer, Integer> free : freeSizes.entrySet()) {
            if (free.getValue() >= size) {
                return Optional.of(cut(free.getKey(), size));
            }
        }
        return Optional.empty();
    }

    /** Makes a region longer if the ids behind it are free. */
    Optional<Region> extend(Region region, int newSize) {
        Integer behind = freeSizes.get(region.end());
        int more = newSize - region.size();
        if (behind == null || behind < more) {
            return Optional.empty();
        }
        cut(region.end(), more);
        return Optional.of(new Region(region.base(), newSize));
    }

    void free(Region region) {
        int base = region.base();
        int size = region.size();
        Integer behind = freeSizes.remove(region.end());
        if (behind != null) {
            size += behind;
        }
        Map.Entry<Integer, Integer> before = freeSizes.lowerEntry(base);
        if (before != null && before.getKey() + before.getValue() == base) {
            base = before.getKey();
            size += before.getValue();
        }
        freeSizes.put(base, size);
    }

    private Region cut(int base, int size) {
        int left = freeSizes.remove(base) - size;
        if (left > 0) {
            freeSizes.put(base + size, left);
        }
        return new Region(base, size);
    }
}
