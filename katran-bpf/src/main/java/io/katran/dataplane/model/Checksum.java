package io.katran.dataplane.model;

import java.nio.ByteBuffer;

/** The Internet checksum. */
final class Checksum {
    private Checksum() {}

    /** The checksum of an even number of bytes. */
    static int of(ByteBuffer bytes, int at, int length) {
        return ~fold(sum(bytes, at, length)) & 0xffff;
    }

    /** The sum of the words of some bytes; an odd one is the first half of a word. Unfolded. */
    static int sum(ByteBuffer bytes, int at, int length) {
        int sum = 0;
        for (int i = 0; i + 1 < length; i += 2) {
            sum += Short.toUnsignedInt(bytes.getShort(at + i));
        }
        return length % 2 == 0 ? sum : sum + (Byte.toUnsignedInt(bytes.get(at + length - 1)) << 8);
    }

    /**
     * A checksum plus or minus a 16-bit number, with the carry or borrow brought around. Of the two
     * zeros of ones' complement it keeps 0xffff, because receivers refuse the other for a message
     * of zeros.
     */
    static int add(int checksum, int difference) {
        int sum = checksum + difference;
        return sum < 0 ? sum + 0xffff : fold(sum);
    }

    /** A sum of words in 16 bits, carries brought around. */
    static int fold(int sum) {
        int folded = (sum & 0xffff) + (sum >>> 16);
        return (folded & 0xffff) + (folded >>> 16);
    }
}
