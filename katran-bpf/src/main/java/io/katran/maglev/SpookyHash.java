package io.katran.maglev;

/** SpookyHash V2 with seeds 0 and 0, for messages of exactly 16 bytes. */
final class SpookyHash {
    private static final long ODD_CONSTANT = 0xdeadbeefdeadbeefL;
    private static final long LENGTH_IN_TOP_BYTE = 16L << 56;
    private static final int[] MIX_ROTATIONS = {50, 52, 30, 41, 54, 48, 38, 37, 62, 34, 5, 36};
    private static final int[] END_ROTATIONS = {15, 52, 26, 51, 28, 9, 47, 54, 32, 25, 63};

    private SpookyHash() {}

    /** A 128-bit hash. */
    record Pair(long first, long second) {}

    /**
     * @param first the first eight bytes as a little-endian number
     * @param second the last eight
     */
    static Pair of16Bytes(long first, long second) {
        long[] h = {0, 0, ODD_CONSTANT + first, ODD_CONSTANT + second};
        for (int step = 0; step < MIX_ROTATIONS.length; step++) {
            int i = step + 2 & 3;
            h[i] = Long.rotateLeft(h[i], MIX_ROTATIONS[step]) + h[i + 1 & 3];
            h[i + 2 & 3] ^= h[i];
        }
        h[3] += LENGTH_IN_TOP_BYTE + ODD_CONSTANT;
        h[2] += ODD_CONSTANT;
        for (int step = 0; step < END_ROTATIONS.length; step++) {
            int x = step + 3 & 3;
            int y = step + 2 & 3;
            h[x] ^= h[y];
            h[y] = Long.rotateLeft(h[y], END_ROTATIONS[step]);
            h[x] += h[y];
        }
        return new Pair(h[0], h[1]);
    }
}
