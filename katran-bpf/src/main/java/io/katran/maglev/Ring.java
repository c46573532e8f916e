package io.katran.maglev;

import io.katran.api.HashFunction;
import io.katran.api.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * The ring of a VIP: which of its members each slot belongs to.
 *
 * <p>The ring depends on the members' addresses and weights alone. The order in which they are
 * given changes how they are numbered, never who gets a slot: members take their turns by address
 * hash as an unsigned number, and where two hashes are equal, IPv4 first and then by address.
 */
public final class Ring {
    /** The position in a slot that belongs to nobody. */
    public static final int NONE = 0xffff;

    private static final Comparator<Candidate> TURN =
            Comparator.<Candidate>comparingLong(c -> c.hash ^ Long.MIN_VALUE)
                    .thenComparing(c -> c.address);

    private Ring() {}

    /**
     * A member of a VIP.
     *
     * @param weight 0 or more; a member with weight 0 keeps its position and gets no slot
     */
    public record Member(IpAddress address, int weight) {
        public Member {
            Objects.requireNonNull(address, "address");
            if (weight < 0) {
                throw new IllegalArgumentException(
                        "weight " + weight + " of " + address + " is negative");
            }
        }
    }

    private record Candidate(int position, long hash, IpAddress address, int weight) {}

    /**
     * For each slot the position of its member in the list given, as an unsigned 16-bit number;
     * {@link #NONE} in every slot if no member has a weight.
     *
     * @throws IllegalArgumentException if the size is not a prime (see {@link RingSize#require}),
     *     or there are more than 65,535 members
     */
    public static short[] of(HashFunction hash, int ringSize, List<Member> members) {
        if (members.size() > NONE) {
            throw new IllegalArgumentException(
                    "a VIP has at most " + NONE + " reals, not " + members.size());
        }
        int[] ring = RingGenerator.generate(hash, ringSize, inTurn(members));
        short[] positions = new short[ringSize];
        for (int slot = 0; slot < ringSize; slot++) {
            positions[slot] = (short) ring[slot];
        }
        return positions;
    }

    /** The members that have a weight, by turn. */
    private static List<Endpoint> inTurn(List<Member> members) {
        List<Candidate> candidates = new ArrayList<>(members.size());
        for (int position = 0; position < members.size(); position++) {
            Member member = members.get(position);
            if (member.weight != 0) {
                long hash = AddressHash.of(member.address);
                candidates.add(new Candidate(position, hash, member.address, member.weight));
            }
        }
        candidates.sort(TURN);
        return candidates.stream().map(c -> new Endpoint(c.position, c.hash, c.weight)).toList();
    }
}
