package io.katran.maglev;

import io.katran.api.HashFunction;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Rings by the book, in numbers without a size: every preference is computed anew by a
 * multiplication, and every wrap is written as a remainder. Deliberately slow.
 */
final class SlowRing {
    private static final BigInteger TWO_32 = BigInteger.ONE.shiftLeft(32);
    private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

    private final BigInteger size;
    private final List<Endpoint> endpoints;
    private final TreeMap<Integer, Integer> owners = new TreeMap<>();
    private final List<BigInteger> asked = new ArrayList<>();

    private SlowRing(int size, List<Endpoint> endpoints) {
        this.size = BigInteger.valueOf(size);
        this.endpoints = endpoints;
        endpoints.forEach(e -> asked.add(BigInteger.ZERO));
    }

    static List<Integer> generate(HashFunction hash, int size, List<Endpoint> endpoints) {
        SlowRing ring = new SlowRing(size, endpoints);
        if (hash == HashFunction.MAGLEV) {
            ring.fillV1();
        } else {
            ring.fillV2();
        }
        return List.copyOf(ring.owners.values());
    }

    private boolean isFull() {
        return owners.size() == size.intValue();
    }

    private void fillV1() {
        List<BigInteger> turns = new ArrayList<>();
        endpoints.forEach(e -> turns.add(weight(e)));
        while (!isFull()) {
            for (int i = 0; i < endpoints.size(); i++) {
                BigInteger left = turns.get(i);
                while (left.signum() > 0 && !isFull()) {
                    take(i);
                    left = left.subtract(BigInteger.ONE);
                }
                turns.set(i, BigInteger.ONE);
            }
        }
    }

    private void fillV2() {
        BigInteger max = endpoints.stream().map(SlowRing::weight).reduce(BigInteger::max).get();
        List<BigInteger> sums = new ArrayList<>();
        endpoints.forEach(e -> sums.add(BigInteger.ZERO));
        while (!isFull()) {
            for (int i = 0; i < endpoints.size() && !isFull(); i++) {
                BigInteger sum = sums.get(i).add(weight(endpoints.get(i))).mod(TWO_32);
                if (sum.compareTo(max) >= 0) {
                    sum = sum.subtract(max);
                    take(i);
                }
                sums.set(i, sum);
            }
        }
    }

    private void take(int i) {
        int slot = preference(i);
        while (owners.containsKey(slot)) {
            asked.set(i, asked.get(i).add(BigInteger.ONE));
            slot = preference(i);
        }
        owners.put(slot, endpoints.get(i).num());
        asked.set(i, asked.get(i).add(BigInteger.ONE));
    }

    private int preference(int i) {
        BigInteger hash = BigInteger.valueOf(endpoints.get(i).hash()).mod(TWO_64);
        BigInteger offset = murmur(hash, 42, 0).mod(size);
        BigInteger skip =
                murmur(hash, 2718281828L, 2307)
                        .mod(size.subtract(BigInteger.ONE))
                        .add(BigInteger.ONE);
        return offset.add(asked.get(i).multiply(skip)).mod(TWO_32).mod(size).intValue();
    }

    private static BigInteger murmur(BigInteger hash, long salt, int seed) {
        return BigInteger.valueOf(Murmur.hash(hash.longValue(), salt, seed)).mod(TWO_64);
    }

    private static BigInteger weight(Endpoint endpoint) {
        return BigInteger.valueOf(Integer.toUnsignedLong(endpoint.weight()));
    }
}
