package io.katran.maglev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.katran.api.HashFunction;
import io.katran.api.Ip4;
import io.katran.api.Ip6;
import io.katran.api.IpAddress;
import io.katran.maglev.Ring.Member;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every set of members, tried on random ones. */
class RingPropertyTest {
    private static final int SIZE = RingSize.DEFAULT;
    private static final int TRIES = 10;

    private final Random random = new Random(42);

    @ParameterizedTest
    @EnumSource
    void equal_weights_give_equal_shares(HashFunction hash) {
        for (int n = 0; n < TRIES; n++) {
            List<Member> members = members(2 + random.nextInt(150), 1);

            Map<IpAddress, Integer> shares = shares(owners(hash, members));

            assertThat(shares).hasSize(members.size());
            assertThat(shares.values())
                    .allSatisfy(
                            share -> assertThat(share).isCloseTo(SIZE / members.size(), within(1)));
            assertThat(shares.values().stream().mapToInt(s -> s).sum()).isEqualTo(SIZE);
        }
    }

    @Test
    void v2_shares_are_proportional_to_weights() {
        for (int n = 0; n < TRIES; n++) {
            List<Member> members = members(2 + random.nextInt(50), 100);
            double total = members.stream().mapToInt(Member::weight).sum();

            Map<IpAddress, Integer> shares = shares(owners(HashFunction.MAGLEV_V2, members));

            assertThat(members)
                    .allSatisfy(
                            m -> {
                                double expected = SIZE * m.weight() / total;
                                assertThat((double) shares.get(m.address()))
                                        .isCloseTo(expected, within(2.0));
                            });
        }
    }

    @Test
    void v1_weights_are_extra_slots() {
        for (int n = 0; n < TRIES; n++) {
            List<Member> members = members(2 + random.nextInt(50), 100);
            int equalRest =
                    (SIZE - members.stream().mapToInt(Member::weight).sum()) / members.size();

            Map<IpAddress, Integer> shares = shares(owners(HashFunction.MAGLEV, members));

            assertThat(members)
                    .allSatisfy(
                            m ->
                                    assertThat(shares.get(m.address()) - m.weight() - equalRest)
                                            .isBetween(0, 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_order_of_members_does_not_matter(HashFunction hash) {
        for (int n = 0; n < TRIES; n++) {
            List<Member> members = members(2 + random.nextInt(100), 10);
            List<IpAddress> owners = owners(hash, members);

            Collections.shuffle(members, random);

            assertThat(owners(hash, members)).isEqualTo(owners);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_member_that_leaves_moves_few_slots_besides_its_own(HashFunction hash) {
        for (int n = 0; n < TRIES; n++) {
            List<Member> members = members(20 + random.nextInt(80), 1);
            List<IpAddress> before = owners(hash, members);
            IpAddress gone = members.remove(random.nextInt(members.size())).address();

            List<IpAddress> after = owners(hash, members);

            long movedWithoutNeed =
                    IntStream.range(0, SIZE)
                            .filter(i -> !before.get(i).equals(gone))
                            .filter(i -> !before.get(i).equals(after.get(i)))
                            .count();
            assertThat(movedWithoutNeed).isLessThan(SIZE / 50);
        }
    }

    @ParameterizedTest
    @EnumSource
    void weight_zero_is_as_good_as_absent_but_keeps_its_position(HashFunction hash) {
        List<Member> members = members(30, 10);
        List<Member> drained = new ArrayList<>(members);
        drained.set(7, new Member(members.get(7).address(), 0));
        List<Member> absent = new ArrayList<>(members);
        absent.remove(7);

        assertThat(owners(hash, drained)).isEqualTo(owners(hash, absent));
    }

    @ParameterizedTest
    @EnumSource
    void without_weights_every_slot_is_empty(HashFunction hash) {
        short[] ring = Ring.of(hash, 97, List.of(new Member(new Ip4(1), 0)));

        assertThat(ring).hasSize(97).containsOnly((short) Ring.NONE);
    }

    /** The reference never comes back from this one: both members only ever prefer even slots. */
    @ParameterizedTest
    @EnumSource
    void fills_every_slot_even_if_no_permutation_reaches_it(HashFunction hash) {
        long unlucky =
                random.longs()
                        .filter(h -> Permutation.of(h, SIZE).skip() == SIZE - 1)
                        .findFirst()
                        .orElseThrow();
        List<Endpoint> tied = List.of(new Endpoint(0, unlucky, 1), new Endpoint(1, unlucky, 1));
        assertThat(Permutation.of(unlucky, SIZE).period()).isLessThan(SIZE);

        int[] ring = RingGenerator.generate(hash, SIZE, tied);

        assertThat(IntStream.of(ring).filter(num -> num == 0).count()).isEqualTo(SIZE / 2 + 1);
        assertThat(IntStream.of(ring).filter(num -> num == 1).count()).isEqualTo(SIZE / 2);
    }

    private List<Member> members(int count, int maxWeight) {
        Map<IpAddress, Member> members = new LinkedHashMap<>();
        while (members.size() < count) {
            IpAddress address =
                    random.nextBoolean()
                            ? new Ip4(random.nextInt())
                            : new Ip6(0xfc00_0000_0000_0000L, random.nextLong());
            members.put(address, new Member(address, 1 + random.nextInt(maxWeight)));
        }
        return new ArrayList<>(members.values());
    }

    private static List<IpAddress> owners(HashFunction hash, List<Member> members) {
        short[] ring = Ring.of(hash, SIZE, members);
        return IntStream.range(0, ring.length)
                .mapToObj(slot -> members.get(Short.toUnsignedInt(ring[slot])).address())
                .toList();
    }

    private static Map<IpAddress, Integer> shares(List<IpAddress> owners) {
        Map<IpAddress, Integer> shares = new HashMap<>();
        owners.forEach(owner -> shares.merge(owner, 1, Integer::sum));
        return shares;
    }
}
