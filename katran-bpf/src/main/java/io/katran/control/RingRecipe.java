package io.katran.control;

import io.katran.api.HashFunction;
import io.katran.api.IpAddress;
import io.katran.maglev.Ring;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All that the contents of a ring follow from. Equal recipes give equal rings.
 *
 * @param seats by address; only reals with a weight
 */
record RingRecipe(HashFunction hash, List<Seat> seats) {

    /** A real with its share, and what the ring holds where it wins. */
    record Seat(IpAddress address, int weight, int position) {}

    RingRecipe {
        seats = List.copyOf(seats);
    }

    static RingRecipe of(EffectiveVip vip, Place place) {
        List<Seat> seats = new ArrayList<>();
        for (EffectiveReal real : vip.reals()) {
            if (real.weight() > 0) {
                int position = place.positions().get(real.address());
                seats.add(new Seat(real.address(), real.weight(), position));
            }
        }
        seats.sort(Comparator.comparing(Seat::address));
        return new RingRecipe(vip.hash(), seats);
    }

    /** Whether nobody gets a slot. */
    boolean isEmpty() {
        return seats.isEmpty();
    }

    /** For each slot a position within the VIP, as an unsigned 16-bit number. */
    short[] fill(int ringSize) {
        List<Ring.Member> members =
                seats.stream().map(seat -> new Ring.Member(seat.address, seat.weight)).toList();
        short[] ring = Ring.of(hash, ringSize, members);
        for (int slot = 0; slot < ringSize; slot++) {
            int seat = Short.toUnsignedInt(ring[slot]);
            ring[slot] = (short) (seat == Ring.NONE ? Dataplane.NONE : seats.get(seat).position());
        }
        return ring;
    }
}
