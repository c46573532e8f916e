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
        // The kernel loads network bytes as little-endian words; ours are big-endian numbers.
        int ports = Integer.reverseBytes(sourcePort << 16 | destinationPort);
        int address =
                source instanceof Ip4 v4
                        ? Integer.reverseBytes(v4.bits())
                        : shorten((Ip6) source, seedV6);
        return hashOf2Words(address, ports, seedPorts);
    }

    /** The slot of a flow in a ring. */
    public int slot(IpAddress source, int sourcePort, int destinationPort, int ringSize) {
        return Integer.remainderUnsigned(of(source, sourcePort, destinationPort), ringSize);
    }

    private static int hashOf2Words(int x, int y, int seed) {
        int initial = GOLDEN + 8 + seed;
        return finish(x + initial, y + initial, initial);
    }

    private static int shorten(Ip6 source, int seed) {
        int a = GOLDEN + 16 + seed;
        int b = a;
        int c = a;
        a += Integer.reverseBytes((int) (source.high() >>> 32));
        b += Integer.reverseBytes((int) source.high());
        c += Integer.reverseBytes((int) (source.low() >>> 32));

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

        return finish(a + Integer.reverseBytes((int) source.low()), b, c);
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
