package io.katran.dataplane.bpf;

/** The Internet checksum the long way, over all bytes. */
final class InternetChecksum {
    private InternetChecksum() {}

    /**
     * Whether bytes that contain their own checksum add up, together with a pseudo-header's sum.
     */
    static boolean isRight(byte[] bytes, int at, int length, int pseudo) {
        return (sum(bytes, at, length) + pseudo) % 0xffff == 0;
    }

    static long sum(byte[] bytes, int at, int length) {
        long sum = 0;
        for (int i = 0; i < length; i++) {
            int value = Byte.toUnsignedInt(bytes[at + i]);
            sum += i % 2 == 0 ? value << 8 : value;
        }
        return sum;
    }

    /** What a packet's TCP, UDP or ICMPv6 checksum adds for addresses, protocol and length. */
    static int pseudo(byte[] frame, int ip, int protocol, int length) {
        boolean v6 = frame[ip] >> 4 == 6;
        long addresses = v6 ? sum(frame, ip + 8, 32) : sum(frame, ip + 12, 8);
        return (int) addresses + protocol + length;
    }

    /** What the field must hold that is 0 now. */
    static int of(byte[] bytes, int at, int length, int pseudo) {
        return (int) (0xffff - (sum(bytes, at, length) + pseudo) % 0xffff);
    }
}
