package io.katran.control;

import io.katran.control.time.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The ring slots: which are spare, and which ones each VIP may be using.
 *
 * <p>A slot that was published rests at least {@link #REST} after another took its place, because a
 * packet under way may still read it. Spares are used in turn, longest rest first, so that with
 * enough of them hardly anybody waits.
 */
final class RingSlots {
    /** How long a packet may take from reading what is published to its last look at it. */
    static final Duration REST = Duration.ofMillis(10);

    /** Fewer would make bursts wait. */
    static final int MIN_SPARES = 16;

    private final Time time;
    private final ArrayDeque<Spare> spares = new ArrayDeque<>();
    private final Map<Integer, Set<Integer>> used = new HashMap<>();
    private final Map<Integer, RingRecipe> contents = new HashMap<>();

    private record Spare(int slot, long retiredNanos) {}

    RingSlots(int slots, Time time) {
        this.time = time;
        for (int slot = 0; slot < slots; slot++) {
            spares.add(rested(slot));
        }
    }

    private Spare rested(int slot) {
        return new Spare(slot, time.nanos() - REST.toNanos());
    }

    /** A slot that nobody reads; waits if none has rested. */
    int take() {
        Spare spare = spares.remove();
        contents.remove(spare.slot);
        long rested = time.nanos() - spare.retiredNanos;
        time.sleep(REST.minusNanos(rested));
        return spare.slot;
    }

    /** Returns a slot that was taken and never published. */
    void giveBack(int slot) {
        spares.addFirst(rested(slot));
    }

    /** A slot that was taken holds this ring. */
    void written(int slot, RingRecipe ring) {
        contents.put(slot, ring);
    }

    /** A slot that the VIP may be using and that holds this ring. */
    OptionalInt slotOf(int vip, RingRecipe ring) {
        return usedBy(vip).stream()
                .filter(slot -> ring.equals(contents.get(slot)))
                .mapToInt(Integer::intValue)
                .findAny();
    }

    /** The slots that packets of a VIP may be reading; several if a publication failed. */
    Set<Integer> usedBy(int vip) {
        return used.getOrDefault(vip, Set.of());
    }

    /** From now on packets of a VIP may read a slot, besides those before. */
    void using(int vip, int slot) {
        used.computeIfAbsent(vip, v -> new LinkedHashSet<>()).add(slot);
    }

    /** Packets of a VIP read this slot alone, or none if it is {@link Dataplane#NONE}. */
    void usingOnly(int vip, int slot) {
        Set<Integer> before = used.remove(vip);
        long now = time.nanos();
        if (before != null) {
            before.stream()
                    .filter(old -> old != slot)
                    .forEach(old -> spares.addLast(new Spare(old, now)));
        }
        if (slot != Dataplane.NONE) {
            using(vip, slot);
        }
    }
}
