package io.katran.maglev;

/**
 * The order in which an endpoint prefers the slots of a ring: {@code offset}, {@code offset +
 * skip}, and so on.
 *
 * <p>The sum is kept in 32 bits and wraps before the remainder is taken. For large rings that
 * changes the order, so it is part of what balancers must agree on.
 *
 * @param offset 0 to ring size - 1
 * @param skip 1 to ring size - 1
 */
record Permutation(int offset, int skip) {
    private static final long OFFSET_SALT = 42;
    private static final int OFFSET_SEED = 0;
    private static final long SKIP_SALT = 2718281828L;
    private static final int SKIP_SEED = 2307;

    static Permutation of(long hash, int ringSize) {
        long offset = Murmur.hash(hash, OFFSET_SALT, OFFSET_SEED);
        long skip = Murmur.hash(hash, SKIP_SALT, SKIP_SEED);
        return new Permutation(
                (int) Long.remainderUnsigned(offset, ringSize),
                (int) Long.remainderUnsigned(skip, ringSize - 1) + 1);
    }

    /**
     * After how many preferences the sum repeats itself. A short period, which few skips have, can
     * leave slots that the endpoint never prefers.
     */
    long period() {
        return (1L << 32) / Integer.lowestOneBit(skip);
    }
}
