package io.katran.control.settings;

import io.katran.api.SettingsReader;
import io.katran.maglev.RingSize;

/**
 * How flows are spread; equal on every balancer of an ECMP group.
 *
 * @param ringSize slots of a ring, a prime
 * @param seedPorts seed of the hash over a flow, an unsigned 32-bit number
 * @param seedV6 seed of the hash over an IPv6 source address, an unsigned 32-bit number
 */
public record HashSettings(int ringSize, int seedPorts, int seedV6) {
    private static final long MAX_SEED = 0xffff_ffffL;

    static HashSettings read(SettingsReader block) {
        return new HashSettings(
                ringSize(block),
                (int) block.number("seed-ports", 0, MAX_SEED),
                (int) block.number("seed-v6", 0, MAX_SEED));
    }

    private static int ringSize(SettingsReader block) {
        int size = block.integer("ring-size", RingSize.MIN, RingSize.MAX);
        int prime = RingSize.nearest(size);
        if (size != prime) {
            block.problem(
                    "ring-size",
                    size
                            + " is not a prime (every slot must be reachable; nearest: "
                            + prime
                            + ")");
        }
        return prime;
    }
}
