package io.katran.maglev;

import static org.assertj.core.api.Assertions.assertThat;

import io.katran.api.HashFunction;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The fast generator against a slow one that shares nothing with it but the Murmur hash. Rings so
 * large that the 32-bit sum of preferences wraps are among the recorded vectors.
 */
class RingOracleTest {
    private static final int[] SIZES = {3, 5, 11, 97, 1009};
    private static final int RINGS = 150;

    @ParameterizedTest
    @EnumSource
    void equals_the_slow_ring_for_random_endpoints(HashFunction hash) {
        Random random = new Random(20_260_101);
        for (int n = 0; n < RINGS; n++) {
            int size = SIZES[n % SIZES.length];
            List<Endpoint> endpoints = randomEndpoints(random, 2 + random.nextInt(12));

            assertThat(IntStream.of(RingGenerator.generate(hash, size, endpoints)).boxed())
                    .as("ring %d of %d slots for %s", n, size, endpoints)
                    .containsExactlyElementsOf(SlowRing.generate(hash, size, endpoints));
        }
    }

    private static List<Endpoint> randomEndpoints(Random random, int count) {
        int maxWeight = random.nextBoolean() ? 5 : 2_000;
        return IntStream.range(0, count)
                .mapToObj(i -> new Endpoint(i, random.nextLong(), 1 + random.nextInt(maxWeight)))
                .toList();
    }
}
