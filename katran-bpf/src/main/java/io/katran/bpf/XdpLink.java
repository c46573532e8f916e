package io.katran.bpf;

import java.nio.file.Path;

/**
 * The attachment of a program to an interface.
 *
 * <p>An attachment lives as long as somebody holds it: a pin, or an open instance of this class.
 * Closing the last holder lets the kernel detach the program; pin the link to keep traffic flowing
 * without this process. Thread-safe.
 */
public final class XdpLink implements AutoCloseable {
    private final Handle handle;

    private XdpLink(Handle handle) {
        this.handle = handle;
    }

    /**
     * Attaches a program; packets reach it when this returns.
     *
     * @throws BpfException EBUSY if another program is attached, which the message names;
     *     EOPNOTSUPP if the driver has no native mode; ENODEV if there is no such interface
     */
    public static XdpLink attach(BpfProgram program, int ifindex, XdpMode mode) {
        if (mode == XdpMode.OFFLOADED) {
            throw new IllegalArgumentException(
                    "mode OFFLOADED: only NATIVE and GENERIC can be attached");
        }
        String label = "XDP link of program '" + program.name() + "' on interface " + ifindex;
        int result = program.handle().callFd(fd -> Native.xdpLinkCreate(fd, ifindex, mode.flags()));
        if (result < 0) {
            throw new BpfException("attach", label, Errno.of(result), reason(result, ifindex));
        }
        return new XdpLink(Handle.ofFd(label, result));
    }

    /** Opens a link pinned by this or another process. */
    public static XdpLink openPinned(Path path) {
        Bpf.require();
        String label = "XDP link " + path;
        Handle handle =
                Handle.ofFd(
                        label, Failures.check(Native.openPinned(path.toString()), "open", label));
        try {
            handle.callFd(fd -> Info.ofLink(fd, label));
        } catch (BpfException e) {
            handle.close();
            throw e;
        }
        return new XdpLink(handle);
    }

    /** Replaces the program in one step: each packet meets either the old or the new one. */
    public void update(BpfProgram program) {
        int result =
                handle.callFd(link -> program.handle().callFd(fd -> Native.linkUpdate(link, fd)));
        Failures.check(result, "replace", handle.label(), "by program '" + program.name() + "'");
    }

    /** Keeps the attachment in bpffs, beyond the life of this process. */
    public void pin(Path path) {
        Bpffs.pin(handle, path);
    }

    /**
     * Takes the program off the interface, whoever else holds the link. The link stays open, and
     * useless.
     */
    public void detach() {
        Failures.check(handle.callFd(Native::linkDetach), "detach", handle.label());
    }

    /** Which program runs on which interface now. */
    public XdpLinkInfo info() {
        return handle.callFd(fd -> Info.ofLink(fd, handle.label()));
    }

    /** Gives up this hold on the attachment. */
    @Override
    public void close() {
        handle.close();
    }

    @Override
    public String toString() {
        return handle.label();
    }

    private static String reason(int result, int ifindex) {
        boolean occupied = result == -Errno.EBUSY.number() || result == -Errno.EEXIST.number();
        if (!occupied) {
            return Failures.messages();
        }
        return XdpQuery.attached(ifindex)
                .map(
                        other ->
                                "the interface already runs XDP program "
                                        + other.programId()
                                        + other.programName()
                                                .map(name -> " '" + name + "'")
                                                .orElse("")
                                        + " in mode "
                                        + other.mode()
                                        + "; detach it first")
                .orElseGet(Failures::messages);
    }
}
