package io.katran.control;

import java.util.ArrayDeque;
import java.util.OptionalInt;

/** Numbers of a range: first those never used, ascending, then the returned ones, oldest first. */
final class NumberPool {
    private final int end;
    private final ArrayDeque<Integer> returned;
    private int fresh;

    NumberPool(int first, int end) {
        this(first, end, new ArrayDeque<>());
    }

    private NumberPool(int fresh, int end, ArrayDeque<Integer> returned) {
        this.fresh = fresh;
        this.end = end;
        this.returned = returned;
    }

    NumberPool copy() {
        return new NumberPool(fresh, end, new ArrayDeque<>(returned));
    }

    OptionalInt take() {
        if (fresh < end) {
            return OptionalInt.of(fresh++);
        }
        Integer oldest = returned.poll();
        return oldest == null ? OptionalInt.empty() : OptionalInt.of(oldest);
    }

    void giveBack(int number) {
        returned.add(number);
    }
}
