package io.katran.api;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes address literals.
 *
 * <p>{@code InetAddress} is not used: it resolves host names, accepts one- to three-part and octal
 * IPv4, and hides the difference between an address and a name.
 */
final class IpLiterals {
    private static final int GROUPS = 8;

    private IpLiterals() {}

    static IpAddress parse(String text) {
        IpAddress address = null;
        if (text.indexOf(':') >= 0) {
            String bare =
                    text.startsWith("[") && text.endsWith("]")
                            ? text.substring(1, text.length() - 1)
                            : text;
            address = parse6(bare);
        } else if (text.indexOf('.') >= 0) {
            address = parse4(text);
        }
        if (address == null) {
            throw new IllegalArgumentException(
                    "\""
                            + text
                            + "\" is not an IP address (expected a literal such as 10.0.0.1 or fc00::1"
                            + (text.indexOf('/') >= 0 ? ", without a prefix length" : "")
                            + ")");
        }
        return address;
    }

    static IpAddress ofBytes(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return switch (bytes.length) {
            case 4 -> new Ip4(buffer.getInt());
            case 16 -> of(buffer.getLong(), buffer.getLong());
            default ->
                    throw new IllegalArgumentException(
                            "an address has 4 or 16 bytes, not " + bytes.length);
        };
    }

    private static IpAddress of(long high, long low) {
        return high == 0 && low >>> 32 == 0xffff ? new Ip4((int) low) : new Ip6(high, low);
    }

    private static @Nullable Ip4 parse4(String text) {
        String[] octets = text.split("\\.", -1);
        if (octets.length != 4) {
            return null;
        }
        int bits = 0;
        for (String octet : octets) {
            int value = number(octet, 10, 3);
            boolean leadingZero = octet.length() > 1 && octet.charAt(0) == '0';
            if (value < 0 || value > 255 || leadingZero) {
                return null;
            }
            bits = bits << 8 | value;
        }
        return new Ip4(bits);
    }

    private static @Nullable IpAddress parse6(String text) {
        int gap = text.indexOf("::");
        int[] head = groups(gap < 0 ? text : text.substring(0, gap));
        int[] tail = gap < 0 ? new int[0] : groups(text.substring(gap + 2));
        if (head == null || tail == null) {
            return null;
        }
        int given = head.length + tail.length;
        boolean gapHasGroups = gap >= 0 && given < GROUPS;
        if (gap < 0 ? given != GROUPS : !gapHasGroups) {
            return null;
        }
        boolean dottedBeforeGap = gap >= 0 && text.lastIndexOf('.', gap) >= 0;
        return dottedBeforeGap ? null : of(word(head, tail, 0), word(head, tail, 4));
    }

    /** Four groups from {@code first} on as one number, the gap filled with zeros. */
    private static long word(int[] head, int[] tail, int first) {
        long word = 0;
        for (int i = first; i < first + 4; i++) {
            int fromEnd = i - (GROUPS - tail.length);
            int group = i < head.length ? head[i] : fromEnd >= 0 ? tail[fromEnd] : 0;
            word = word << 16 | group;
        }
        return word;
    }

    /** Colon-separated groups, the last of which may be a dotted quad; null if malformed. */
    private static int @Nullable [] groups(String text) {
        if (text.isEmpty()) {
            return new int[0];
        }
        String[] parts = text.split(":", -1);
        boolean dotted = parts[parts.length - 1].indexOf('.') >= 0;
        int plain = dotted ? parts.length - 1 : parts.length;
        int[] groups = new int[plain + (dotted ? 2 : 0)];
        for (int i = 0; i < plain; i++) {
            groups[i] = number(parts[i], 16, 4);
            if (groups[i] < 0) {
                return null;
            }
        }
        if (dotted) {
            Ip4 quad = parse4(parts[plain]);
            if (quad == null) {
                return null;
            }
            groups[plain] = quad.bits() >>> 16;
            groups[plain + 1] = quad.bits() & 0xffff;
        }
        return groups;
    }

    /** A number of one to {@code maxDigits} ASCII digits, or -1. */
    private static int number(String text, int radix, int maxDigits) {
        if (text.isEmpty() || text.length() > maxDigits) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < 128 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value;
    }

    static String format(Ip6 address) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            long word = i < 4 ? address.high() : address.low();
            groups[i] = (int) (word >>> (48 - 16 * (i & 3))) & 0xffff;
        }
        int gapStart = -1;
        int gapLength = 1; // a single zero group is not shortened (RFC 5952, section 4.2.2)
        for (int i = 0; i < GROUPS; i++) {
            int run = 0;
            while (i + run < GROUPS && groups[i + run] == 0) {
                run++;
            }
            if (run > gapLength) {
                gapStart = i;
                gapLength = run;
            }
        }
        if (gapStart == 0 && gapLength == 6) {
            return "::" + new Ip4((int) address.low());
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == gapStart) {
                text.append("::");
                i += gapLength - 1;
                continue;
            }
            if (i > 0 && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
