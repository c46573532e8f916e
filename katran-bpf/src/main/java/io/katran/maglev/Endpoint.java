package io.katran.maglev;

/**
 * A candidate for the slots of a ring.
 *
 * @param num what the ring shall hold where this endpoint wins; any number but {@link
 *     RingGenerator#EMPTY}
 * @param hash decides which slots it prefers
 * @param weight an unsigned number
 */
public record Endpoint(int num, long hash, int weight) {}
