package io.katran.control;

import java.util.Set;
import java.util.TreeSet;

/** What failed plans may have given flows: to be purged before it stands for somebody else. */
final class Taint {
    private final Set<Integer> ids = new TreeSet<>();
    private final Set<Integer> vips = new TreeSet<>();

    /** A plan failed after it had begun. */
    void add(Plan failed) {
        ids.addAll(failed.touchedIds());
        vips.addAll(failed.touchedVips());
    }

    /** A plan succeeded, which purged all of it. */
    void clear() {
        ids.clear();
        vips.clear();
    }

    Set<Integer> ids() {
        return ids;
    }

    Set<Integer> vips() {
        return vips;
    }
}
