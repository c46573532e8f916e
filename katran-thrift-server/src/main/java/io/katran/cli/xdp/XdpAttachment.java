package io.katran.cli.xdp;

import io.katran.api.ErrorCode;
import io.katran.api.KatranException;
import io.katran.bpf.BpfException;
import io.katran.bpf.BpfMap;
import io.katran.bpf.BpfObject;
import io.katran.bpf.BpfProgram;
import io.katran.bpf.Errno;
import io.katran.bpf.Interfaces;
import io.katran.bpf.XdpLink;
import io.katran.bpf.XdpMode;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * One of the product's single-program objects ({@code decap}, {@code pass}) on an interface of the
 * namespace that this process is in. Closing it detaches the program unless the link was pinned.
 */
public final class XdpAttachment implements AutoCloseable {
    private final BpfObject object;
    private final XdpLink link;

    private XdpAttachment(BpfObject object, XdpLink link) {
        this.object = object;
        this.link = link;
    }

    /**
     * Loads the object and attaches its program; packets reach it when this returns.
     *
     * @param objectName the object, as the jar names it
     * @throws KatranException INTERFACE_UNKNOWN, XDP_BUSY, NO_PERMISSION, NATIVE_UNAVAILABLE, or
     *     KERNEL_REFUSED for everything else
     */
    public static XdpAttachment attach(String objectName, String interfaceName, XdpMode mode) {
        return attach(objectName, interfaceName, mode, object -> {});
    }

    /**
     * The same with settings of the object's own.
     *
     * @param configure writes them into the read-only data, before the load
     */
    public static XdpAttachment attach(
            String objectName, String interfaceName, XdpMode mode, Consumer<BpfObject> configure) {
        BpfObject object = open(objectName);
        try {
            int index = indexOf(interfaceName);
            configure.accept(object);
            object.load();
            BpfProgram program = object.program(object.programNames().get(0));
            return new XdpAttachment(object, XdpLink.attach(program, index, mode));
        } catch (BpfException e) {
            object.close();
            throw explained(interfaceName, e);
        } catch (KatranException e) {
            object.close();
            throw e;
        }
    }

    /** Keeps the program attached beyond the life of this process. */
    public void pin(Path path) {
        try {
            link.pin(path);
        } catch (BpfException e) {
            throw new KatranException(
                    ErrorCode.KERNEL_REFUSED,
                    e.getMessage() + " (the path must be new and lie on a BPF file system)",
                    e);
        }
    }

    /** A map of the program, by the name it has in the source. */
    public BpfMap map(String name) {
        return object.map(name);
    }

    /** The object that the program comes from. */
    public BpfObject object() {
        return object;
    }

    @Override
    public void close() {
        link.close();
        object.close();
    }

    private static int indexOf(String interfaceName) {
        try {
            return Interfaces.index(interfaceName);
        } catch (BpfException e) {
            throw new KatranException(
                    ErrorCode.INTERFACE_UNKNOWN,
                    "there is no interface \"" + interfaceName + "\"; `ip link` lists them",
                    e);
        }
    }

    private static BpfObject open(String objectName) {
        try {
            return BpfObject.fromResource(objectName);
        } catch (UnsupportedOperationException e) {
            throw new KatranException(
                    ErrorCode.NATIVE_UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
    }

    private static KatranException explained(String interfaceName, BpfException e) {
        Errno errno = e.errno();
        ErrorCode code = ErrorCode.KERNEL_REFUSED;
        if (errno.equals(Errno.EPERM)) {
            code = ErrorCode.NO_PERMISSION;
        } else if (errno.equals(Errno.EBUSY) || errno.equals(Errno.EEXIST)) {
            code = ErrorCode.XDP_BUSY;
        }
        return new KatranException(code, "interface " + interfaceName + ": " + e.getMessage(), e);
    }
}
