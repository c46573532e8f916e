package io.katran.maglev;

/** MurmurHash3 x64-128 of a 16-byte message, of which the first 64 bits are used. */
final class Murmur {
    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;
    private static final int MESSAGE_BYTES = 16;

    private Murmur() {}

    /**
     * @param a the first eight bytes as a little-endian number
     * @param b the last eight
     */
    static long hash(long a, long b, int seed) {
        long h1 = Integer.toUnsignedLong(seed);
        long h2 = h1;

        h1 ^= Long.rotateLeft(a * C1, 31) * C2;
        h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
        h2 ^= Long.rotateLeft(b * C2, 33) * C1;
        h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;

        h1 ^= MESSAGE_BYTES;
        h2 ^= MESSAGE_BYTES;
        h1 += h2;
        h2 += h1;
        return avalanche(h1) + avalanche(h2);
    }

    private static long avalanche(long x) {
        x ^= x >>> 33;
        x *= 0xff51afd7ed558ccdL;
        x ^= x >>> 33;
        x *= 0xc4ceb9fe1a85ec53L;
        return x ^ x >>> 33;
    }
}
