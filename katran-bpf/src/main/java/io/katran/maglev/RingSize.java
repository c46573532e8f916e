package io.katran.maglev;

/** Which sizes a ring can have. */
public final class RingSize {
    /** What the reference is built with. */
    public static final int DEFAULT = 65537;

    /** The smallest size: with two slots every endpoint would have the same preferences. */
    public static final int MIN = 3;

    /** The largest size, 2^24 - 3: a ring of it already takes 32 MiB. */
    public static final int MAX = 16_777_213;

    private RingSize() {}

    /**
     * Returns the size if it is a prime from {@link #MIN} to {@link #MAX}.
     *
     * @throws IllegalArgumentException if not; the message names the nearest size that is
     */
    public static int require(int size) {
        if (size < MIN || size > MAX || !isPrime(size)) {
            throw new IllegalArgumentException(
                    "ring size "
                            + size
                            + " is not a prime from "
                            + MIN
                            + " to "
                            + MAX
                            + " (Maglev needs a prime; nearest: "
                            + nearest(size)
                            + ")");
        }
        return size;
    }

    /** The valid size that is closest to a number; of two equally close ones the larger. */
    public static int nearest(int size) {
        int wanted = Math.max(MIN, Math.min(MAX, size));
        for (int distance = 0; ; distance++) {
            if (wanted + distance <= MAX && isPrime(wanted + distance)) {
                return wanted + distance;
            }
            if (wanted - distance >= MIN && isPrime(wanted - distance)) {
                return wanted - distance;
            }
        }
    }

    private static boolean isPrime(int n) {
        if (n < 4) {
            return n > 1;
        }
        if (n % 2 == 0) {
            return false;
        }
        for (int divisor = 3; (long) divisor * divisor <= n; divisor += 2) {
            if (n % divisor == 0) {
                return false;
            }
        }
        return true;
    }
}
