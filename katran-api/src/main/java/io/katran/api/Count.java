package io.katran.api;

/**
 * A pair of counters.
 *
 * @param packets monotonic since the program was loaded
 * @param bytes likewise; unless said otherwise the length of the IP packets as they arrived
 */
public record Count(long packets, long bytes) {
    public static final Count ZERO = new Count(0, 0);

    public Count plus(Count other) {
        return new Count(packets + other.packets, bytes + other.bytes);
    }
}
