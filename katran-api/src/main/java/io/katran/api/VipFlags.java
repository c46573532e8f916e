package io.katran.api;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A set of VIP flags.
 *
 * <p>Bits that are no {@link VipFlag} are kept, because existing management clients store and read
 * back whole 32-bit words; they change nothing.
 *
 * @param bits the flags as an unsigned 32-bit number
 */
public record VipFlags(int bits) {
    /** No flag at all. */
    public static final VipFlags NONE = new VipFlags(0);

    private static final int KNOWN = of(EnumSet.allOf(VipFlag.class)).bits;

    public static VipFlags of(VipFlag... flags) {
        return of(Arrays.asList(flags));
    }

    public static VipFlags of(Collection<VipFlag> flags) {
        return new VipFlags(flags.stream().mapToInt(VipFlag::bit).reduce(0, (a, b) -> a | b));
    }

    public boolean has(VipFlag flag) {
        return (bits & flag.bit()) != 0;
    }

    public VipFlags with(VipFlags more) {
        return new VipFlags(bits | more.bits);
    }

    public VipFlags without(VipFlags less) {
        return new VipFlags(bits & ~less.bits);
    }

    /** The flags that have a name, in the order of their bits. */
    public Set<VipFlag> known() {
        EnumSet<VipFlag> known = EnumSet.noneOf(VipFlag.class);
        for (VipFlag flag : VipFlag.values()) {
            if (has(flag)) {
                known.add(flag);
            }
        }
        return known;
    }

    /** The bits that have no name. */
    public int unknownBits() {
        return bits & ~KNOWN;
    }

    /** Configuration names, separated by spaces, and unknown bits in hex. */
    @Override
    public String toString() {
        String names = known().stream().map(VipFlag::configName).collect(Collectors.joining(" "));
        return unknownBits() == 0
                ? names
                : (names + " 0x" + Integer.toHexString(unknownBits())).strip();
    }
}
