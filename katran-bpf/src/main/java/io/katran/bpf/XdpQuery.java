package io.katran.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Finds out which XDP program an interface runs, whoever attached it. */
public final class XdpQuery {
    private static final int RESULT_BYTES = 16;

    /**
     * A program found on an interface.
     *
     * @param programId the kernel's number of the program
     * @param mode where it runs
     * @param programName its name, if the caller may open programs by number (CAP_SYS_ADMIN)
     */
    public record Attached(int programId, XdpMode mode, Optional<String> programName) {}

    private XdpQuery() {}

    /**
     * The program on an interface, the native one if there are several.
     *
     * @throws BpfException ENODEV if there is no such interface
     */
    public static Optional<Attached> attached(int ifindex) {
        Bpf.require();
        ByteBuffer result = ByteBuffer.allocateDirect(RESULT_BYTES).order(ByteOrder.nativeOrder());
        Failures.check(Native.xdpQuery(ifindex, result), "query", "interface " + ifindex);
        int mode = result.getInt(0);
        int nativeId = result.getInt(4);
        int genericId = result.getInt(8);
        int offloadedId = result.getInt(12);
        if (mode == 0) {
            return Optional.empty();
        }
        if (nativeId != 0) {
            return Optional.of(describe(nativeId, XdpMode.NATIVE));
        }
        if (genericId != 0) {
            return Optional.of(describe(genericId, XdpMode.GENERIC));
        }
        return Optional.of(describe(offloadedId, XdpMode.OFFLOADED));
    }

    private static Attached describe(int id, XdpMode mode) {
        int fd = Native.fdById(Native.KIND_PROGRAM, id);
        if (fd < 0) {
            return new Attached(id, mode, Optional.empty());
        }
        try {
            return new Attached(id, mode, Optional.of(Info.ofProgram(fd, "program " + id).name()));
        } finally {
            Native.fdClose(fd);
        }
    }
}
