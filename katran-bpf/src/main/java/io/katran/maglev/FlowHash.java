package io.katran.maglev;

import io.katran.api.Ip4;
import io.katran.api.Ip6;
import io.katran.api.IpAddress;

/**
 * Places a flow on a ring.
 *
 * <p>Source address and ports are hashed with lookup3 as the Linux kernel has it; destination
 * address and protocol take no part. Balancers of one ECMP group must have equal seeds and ring
 * sizes.
 *
 * @param seedPorts seed of the last step; the reference has maximal VIPs x ring size
 * @param seedV6 seed of the step that shortens an IPv6 source; the reference has maximal VIPs
 */
public record FlowHash(int seedPorts, int seedV6) {
    /** The seeds of a reference that is built with its defaults: 512 VIPs and 65,537 slots. */
    public static final FlowHash DEFAULT = new FlowHash(0x02000200, 512);

    private static final int GOLDEN = 0xdeadbeef;

    /**
     * The hash of a flow, an unsigned number.
     *
     * @param sourcePort 0 to 65535, in host order as everywhere
     */
    public int of(IpAddress source, int sourcePort, int destinationPort) {
        return source instanceof Ip6 v6
                ? ofV6(v6.high(), v6.low(), sourcePort, destinationPort)
                : ofV4(((Ip4) source).bits(), sourcePort, destinationPort);
    }

    /**
     * The hash of a flow of IPv4 packets.
     *
     * @param source as {@link Ip4#bits}
     */
    public int ofV4(int source, int sourcePort, int destinationPort) {
        return hashOf2Words(word(source), ports(sourcePort, destinationPort), seedPorts);
    }

    /**
     * The hash of a flow of IPv6 packets, whose source may also be one that looks like an IPv4
     * address and hence is no {@link Ip6}.
     */
    public int ofV6(long sourceHigh, long sourceLow, int sourcePort, int destinationPort) {
        int source = shorten(sourceHigh, sourceLow, seedV6);
        return hashOf2Words(source, ports(sourcePort, destinationPort), seedPorts);
    }

    /** The slot of a hash in a ring. */
    public static int slot(int hash, int ringSize) {
        return Integer.remainderUnsigned(hash, ringSize);
    }

    private static int ports(int source, int destination) {
        return word(source << 16 | destination);
    }

    /**
     * Four bytes of the wire, here a big-endian number, as the little-endian word they are there.
     */
    private static int word(int bigEndian) {
        return Integer.reverseBytes(bigEndian);
    }

    private static int hashOf2Words(int x, int y, int seed) {
        int initial = GOLDEN + 8 + seed;
        return finish(x + initial, y + initial, initial);
    }

    private static int shorten(long high, long low, int seed) {
        int a = GOLDEN + 16 + seed;
        int b = a;
        int c = a;
        a += word((int) (high >>> 32));
        b += word((int) high);
        c += word((int) (low >>> 32));

        a = a - c ^ Integer.rotateLeft(c, 4);
        c += b;
        b = b - a ^ Integer.rotateLeft(a, 6);
        a += c;
        c = c - b ^ Integer.rotateLeft(b, 8);
        b += a;
        a = a - c ^ Integer.rotateLeft(c, 16);
        c += b;
        b = b - a ^ Integer.rotateLeft(a, 19);
        a += c;
        c = c - b ^ Integer.rotateLeft(b, 4);
        b += a;

        return finish(a + word((int) low), b, c);
    }

    private static int finish(int a, int b, int c) {
        c = (c ^ b) - Integer.rotateLeft(b, 14);
        a = (a ^ c) - Integer.rotateLeft(c, 11);
        b = (b ^ a) - Integer.rotateLeft(a, 25);
        c = (c ^ b) - Integer.rotateLeft(b, 16);
        a = (a ^ c) - Integer.rotateLeft(c, 4);
        b = (b ^ a) - Integer.rotateLeft(a, 14);
        return (c ^ b) - Integer.rotateLeft(b, 24);
    }
}
