package io.katran.api;

import java.util.regex.Pattern;

/**
 * An Ethernet address.
 *
 * @param bits the six bytes as a big-endian number, at most {@code 0xffffffffffff}
 */
public record MacAddress(long bits) {
    private static final Pattern TEXT =
            Pattern.compile("[0-9a-fA-F]{2}(?:([:-])[0-9a-fA-F]{2}(?:\\1[0-9a-fA-F]{2}){4})");

    public MacAddress {
        if (bits >>> 48 != 0) {
            throw new IllegalArgumentException(
                    "a MAC address has 48 bits: 0x" + Long.toHexString(bits));
        }
    }

    /**
     * Parses six two-digit hex bytes that are separated by colons or by hyphens.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static MacAddress parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "\""
                            + text
                            + "\" is not a MAC address (expected six bytes: 02:00:00:00:00:01)");
        }
        return new MacAddress(Long.parseLong(text.replaceAll("[:-]", ""), 16));
    }

    /** Whether no host can own this address: it is all zeros or has the group bit set. */
    public boolean isUnusableAsGateway() {
        return bits == 0 || (bits >>> 40 & 1) != 0;
    }

    /** Lower-case hex, separated by colons. */
    @Override
    public String toString() {
        return String.format("%012x", bits).replaceAll("(..)(?!$)", "$1:");
    }
}
