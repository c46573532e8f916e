package io.katran.bpf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Network interfaces of the network namespace this process runs in. Unlike {@link
 * java.net.NetworkInterface} it sees those without an address too, and does not lose sight of one
 * because another one disappears at the same time.
 */
public final class Interfaces {
    private static final Path LIST = Path.of("/proc/net/dev");
    private static final int HEADING_LINES = 2;
    private static final int RESULT_BYTES = 24;
    private static final int ADDRESS_AT = 16;
    private static final int MAC_BYTES = 6;
    private static final int FLAG_UP = 1;
    private static final int FLAG_RUNNING = 1 << 6;
    private static final int TYPE_ETHERNET = 1;

    /**
     * An interface.
     *
     * @param mtu bytes
     * @param up whether it is switched on and has a carrier
     * @param mac six bytes with colons; empty if it is no Ethernet interface
     */
    public record Found(String name, int index, int mtu, boolean up, String mac) {}

    private Interfaces() {}

    /** All of them, in the order of the kernel. */
    public static List<Found> all() {
        Bpf.require();
        try (Stream<String> lines = Files.lines(LIST)) {
            return lines.skip(HEADING_LINES)
                    .map(line -> line.substring(0, line.lastIndexOf(':')).strip())
                    .flatMap(name -> find(name).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the interfaces from " + LIST, e);
        }
    }

    /**
     * The index of an interface.
     *
     * @throws BpfException ENODEV if there is none of that name
     */
    public static int index(String name) {
        ByteBuffer result = newResult();
        Failures.check(info(name, result), "look up", "interface '" + name + "'");
        return result.getInt(0);
    }

    /**
     * The MTU of an interface now, in bytes.
     *
     * @throws BpfException ENODEV if there is none of that name
     */
    public static int mtu(String name) {
        ByteBuffer result = newResult();
        Failures.check(info(name, result), "look up", "interface '" + name + "'");
        return result.getInt(8);
    }

    private static Optional<Found> find(String name) {
        ByteBuffer result = newResult();
        int status = info(name, result);
        if (status == -Errno.ENODEV.number()) {
            return Optional.empty();
        }
        Failures.check(status, "look up", "interface '" + name + "'");
        int flags = result.getInt(4);
        byte[] mac = new byte[MAC_BYTES];
        result.get(ADDRESS_AT, mac);
        return Optional.of(
                new Found(
                        name,
                        result.getInt(0),
                        result.getInt(8),
                        (flags & FLAG_UP) != 0 && (flags & FLAG_RUNNING) != 0,
                        result.getInt(12) == TYPE_ETHERNET
                                ? HexFormat.ofDelimiter(":").formatHex(mac)
                                : ""));
    }

    private static int info(String name, ByteBuffer result) {
        Bpf.require();
        return Native.interfaceInfo(name, result);
    }

    private static ByteBuffer newResult() {
        return ByteBuffer.allocateDirect(RESULT_BYTES).order(ByteOrder.nativeOrder());
    }
}
