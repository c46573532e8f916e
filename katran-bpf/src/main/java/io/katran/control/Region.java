package io.katran.control;

/**
 * Consecutive endpoint ids.
 *
 * @param base the first id, 1 or more
 */
record Region(int base, int size) {
    int end() {
        return base + size;
    }

    @Override
    public String toString() {
        return base + ".." + (end() - 1);
    }
}
