package io.katran.bpf;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A loaded program. Thread-safe; closed with the object it comes from, or by itself if it was
 * opened from a pin.
 */
public final class BpfProgram implements AutoCloseable {
    private static final int FLAG_LIVE_FRAMES = 1 << 1;

    private final Handle handle;
    private final ProgramInfo atLoad;
    private final String name;

    private BpfProgram(Handle handle, String name) {
        this.handle = handle;
        this.atLoad = handle.callFd(fd -> Info.ofProgram(fd, handle.label()));
        this.name = name.isEmpty() ? atLoad.name() : name;
    }

    /** Takes over a descriptor. */
    static BpfProgram ofFd(int fd, String name, String label) {
        Handle handle = Handle.ofFd(label, fd);
        try {
            return new BpfProgram(handle, name);
        } catch (BpfException e) {
            handle.close();
            throw e;
        }
    }

    /** Opens a pinned program. */
    public static BpfProgram openPinned(Path path) {
        Bpf.require();
        String label = "program " + path;
        return ofFd(Failures.check(Native.openPinned(path.toString()), "open", label), "", label);
    }

    /** Opens a program by the kernel's number of it; needs CAP_SYS_ADMIN. */
    public static BpfProgram openById(int id) {
        Bpf.require();
        String label = "program with id " + id;
        return ofFd(
                Failures.check(Native.fdById(Native.KIND_PROGRAM, id), "open", label), "", label);
    }

    /**
     * The name of the C function, or of the kernel's short form of it if the program was opened
     * from a pin or by its number.
     */
    public String name() {
        return name;
    }

    /** The kernel's number of the program. */
    public int id() {
        return atLoad.id();
    }

    /** Hash of the instructions, 16 hexadecimal digits. */
    public String tag() {
        return atLoad.tag();
    }

    /** Sizes and run-time statistics as of now. */
    public ProgramInfo info() {
        return handle.callFd(fd -> Info.ofProgram(fd, handle.label()));
    }

    /** Keeps the program in bpffs. */
    public void pin(Path path) {
        Bpffs.pin(handle, path);
    }

    /**
     * Runs the program on a packet, on the calling thread and its CPU; see {@link Cpus#pinned}.
     *
     * @throws BpfException ENOSPC if the output does not fit; EINVAL if the packet is shorter than
     *     14 bytes or longer than a page takes; ENOTSUPP or EINVAL for live frames before Linux
     *     5.18
     */
    public TestResult testRun(TestRun request) {
        ByteBuffer result = request.result();
        ByteBuffer output = request.outputBuffer();
        int status =
                handle.callFd(
                        fd ->
                                Native.programTestRun(
                                        fd,
                                        request.input(),
                                        request.input().limit(),
                                        output,
                                        output == null ? 0 : output.capacity(),
                                        request.context(),
                                        request.context() == null ? 0 : request.context().limit(),
                                        request.repeat(),
                                        request.batchSize(),
                                        request.liveFrames() ? FLAG_LIVE_FRAMES : 0,
                                        result));
        Failures.check(status, "test run", handle.label());
        return new TestResult(
                result.getInt(0),
                Integer.toUnsignedLong(result.getInt(8)),
                output(output, result.getInt(4)));
    }

    @Override
    public void close() {
        handle.close();
    }

    @Override
    public String toString() {
        return handle.label();
    }

    Handle handle() {
        return handle;
    }

    private static ByteBuffer output(@Nullable ByteBuffer output, int length) {
        return output == null ? ByteBuffer.allocate(0) : output.slice(0, length);
    }
}
