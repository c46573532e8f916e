package io.katran.control;

import io.katran.api.VipFlags;
import java.util.Optional;

/**
 * What is published for a VIP number.
 *
 * @param ring empty if the VIP has no real to send to
 * @param regionBase 0 if the VIP has no region
 */
record Word(Optional<RingRecipe> ring, int regionBase, VipFlags flags) {
    /** What is published for a number that no VIP has. */
    static final Word NOTHING = new Word(Optional.empty(), 0, VipFlags.NONE);

    static Word of(EffectiveVip vip, Place place) {
        Optional<RingRecipe> ring =
                Optional.of(RingRecipe.of(vip, place)).filter(recipe -> !recipe.isEmpty());
        return new Word(ring, place.base(), vip.flags());
    }
}
