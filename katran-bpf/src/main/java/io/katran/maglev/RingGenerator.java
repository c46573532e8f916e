package io.katran.maglev;

import io.katran.api.HashFunction;
import java.util.Arrays;
import java.util.List;

/**
 * Fills rings, slot by slot, as the reference does. {@link Ring} is what a VIP needs; this is the
 * part under it, which neither orders nor filters.
 *
 * <p>Endpoints take turns in the order given. At its turn an endpoint takes the first slots of its
 * {@link Permutation} that are still free; how many, the {@link HashFunction} decides from the
 * weights. Filling stops at the moment when the last slot is taken.
 */
public final class RingGenerator {
    /** What a slot of a ring without endpoints holds. */
    public static final int EMPTY = -1;

    private final int[] ring;
    private final Cursor[] cursors;
    private int free;

    private RingGenerator(int ringSize, List<Endpoint> endpoints) {
        ring = new int[ringSize];
        Arrays.fill(ring, EMPTY);
        free = ringSize;
        cursors = new Cursor[endpoints.size()];
        for (int i = 0; i < cursors.length; i++) {
            cursors[i] = new Cursor(endpoints.get(i).num(), endpoints.get(i).hash(), ringSize);
        }
    }

    /**
     * The ring of endpoints that are already filtered and in order.
     *
     * <p>Without endpoints every slot is {@link #EMPTY}; a single endpoint gets every slot,
     * whatever its weight. Of several, one with weight 0 gets a share all the same: none of the
     * first round under {@code MAGLEV}, and under {@code MAGLEV_V2} only if all weights are 0.
     *
     * @throws IllegalArgumentException if the size is not a prime (see {@link RingSize#require})
     */
    public static int[] generate(HashFunction hash, int ringSize, List<Endpoint> endpoints) {
        RingGenerator generator = new RingGenerator(RingSize.require(ringSize), endpoints);
        if (endpoints.size() == 1) {
            Arrays.fill(generator.ring, endpoints.get(0).num());
        } else if (!endpoints.isEmpty()) {
            int[] weights = endpoints.stream().mapToInt(Endpoint::weight).toArray();
            switch (hash) {
                case MAGLEV -> generator.fillByFirstRound(weights);
                case MAGLEV_V2 -> generator.fillInProportion(weights);
            }
        }
        return generator.ring;
    }

    /** Weights count in the first round only; after it everyone gets one slot a round. */
    private void fillByFirstRound(int[] weights) {
        for (int i = 0; i < cursors.length; i++) {
            for (long n = Integer.toUnsignedLong(weights[i]); n > 0 && free > 0; n--) {
                place(cursors[i]);
            }
        }
        while (free > 0) {
            for (int i = 0; i < cursors.length && free > 0; i++) {
                place(cursors[i]);
            }
        }
    }

    /**
     * An endpoint collects its weight each round and pays the largest weight for a slot. What it
     * has collected is a 32-bit number and wraps, as in the reference.
     */
    private void fillInProportion(int[] weights) {
        int price = 0;
        for (int weight : weights) {
            price = Integer.compareUnsigned(weight, price) > 0 ? weight : price;
        }
        int[] collected = new int[weights.length];
        while (free > 0) {
            for (int i = 0; i < cursors.length && free > 0; i++) {
                collected[i] += weights[i];
                if (Integer.compareUnsigned(collected[i], price) >= 0) {
                    collected[i] -= price;
                    place(cursors[i]);
                }
            }
        }
    }

    private void place(Cursor cursor) {
        ring[cursor.nextFree(ring)] = cursor.num;
        free--;
    }

    /** Where an endpoint has come to in its permutation. */
    private static final class Cursor {
        private final int num;
        private final int ringSize;
        private final long period;
        private int skip;
        private int sum;
        private int slot;
        private long steps;

        Cursor(int num, long hash, int ringSize) {
            Permutation permutation = Permutation.of(hash, ringSize);
            this.num = num;
            this.ringSize = ringSize;
            period = permutation.period();
            skip = permutation.skip();
            sum = permutation.offset();
            slot = permutation.offset();
        }

        int nextFree(int[] ring) {
            while (ring[slot] != EMPTY) {
                advance();
            }
            return slot;
        }

        /**
         * One preference further, without a division except where the 32-bit sum wraps.
         *
         * <p>After a whole period the permutation has no slot left that it has not tried, and would
         * run in circles for ever (the reference does); from there on slots are taken as they come.
         */
        private void advance() {
            if (++steps > period) {
                skip = 1;
            }
            sum += skip;
            boolean wrapped = Integer.compareUnsigned(sum, skip) < 0;
            if (wrapped) {
                slot = Integer.remainderUnsigned(sum, ringSize);
            } else {
                slot += skip;
                slot -= slot >= ringSize ? ringSize : 0;
            }
        }
    }
}
