package io.katran.bpf;

import io.katran.bpf.btf.BtfReader;
import io.katran.bpf.btf.ObjectBtf;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A compiled BPF object: opened, configured, loaded, closed.
 *
 * <p>Before {@link #load} its read-only data and its maps can be changed; after it, its maps and
 * programs can be had. The wrong order is an {@link IllegalStateException}. Closing closes the maps
 * and programs it handed out, latest first, and neither detaches nor unpins anything. Thread-safe;
 * one lock an object.
 */
public final class BpfObject implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BpfObject.class);

    /** Where the jar carries the objects of this library. */
    private static final String RESOURCES = "META-INF/bpf/";

    private static final String READ_ONLY_DATA = ".rodata";

    private enum State {
        OPEN,
        LOADED,
        CLOSED
    }

    private final String name;
    private final Handle handle;
    private final ObjectBtf btf;
    private final Map<String, ByteBuffer> initialValues = new LinkedHashMap<>();
    private final Map<String, BpfMap> maps = new LinkedHashMap<>();
    private final Map<String, BpfProgram> programs = new LinkedHashMap<>();
    private final Deque<Runnable> children = new ArrayDeque<>();
    private State state = State.OPEN;

    private BpfObject(String name, Handle handle, ObjectBtf btf) {
        this.name = name;
        this.handle = handle;
        this.btf = btf;
    }

    /**
     * Opens an object file.
     *
     * @param name for messages, and the prefix of the kernel's names of data sections
     * @param image the bytes of the object file
     * @throws BpfException if libbpf does not understand it
     * @throws io.katran.bpf.btf.BtfFormatException if it has no BTF
     */
    public static BpfObject open(String name, byte[] image) {
        Bpf.require();
        ObjectBtf btf = BtfReader.read(image);
        ByteBuffer direct = ByteBuffer.allocateDirect(image.length).put(0, image);
        String label = "BPF object '" + name + "'";
        long pointer = Failures.check(Native.objectOpen(name, direct, image.length), "open", label);
        return new BpfObject(name, Handle.ofPointer(label, pointer, Native::objectClose), btf);
    }

    /**
     * Opens an object that the class path carries as {@code META-INF/bpf/<name>.bpf.o}.
     *
     * @throws NoSuchElementException if there is none
     */
    public static BpfObject fromResource(String name) {
        return open(name, resource(name));
    }

    /** The bytes of an object the class path carries as {@code META-INF/bpf/<name>.bpf.o}. */
    public static byte[] resource(String name) {
        String path = RESOURCES + name + ".bpf.o";
        try (InputStream stream = BpfObject.class.getClassLoader().getResourceAsStream(path)) {
            if (stream == null) {
                throw new NoSuchElementException("the class path has no " + path);
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    public String name() {
        return name;
    }

    /** The layouts the object was compiled with. */
    public ObjectBtf btf() {
        return btf;
    }

    /** Names of all maps, data sections included, in the order of the object. */
    public List<String> mapNames() {
        return names(Native.KIND_MAP);
    }

    /** Names of all programs. */
    public List<String> programNames() {
        return names(Native.KIND_PROGRAM);
    }

    /** The read-only data the programs are verified with; see {@link #initialValue}. */
    public ByteBuffer rodata() {
        return initialValue(READ_ONLY_DATA);
    }

    /**
     * The initial content of a data section such as {@code .rodata} or {@code .data}, in native
     * byte order. What it contains when {@link #load} is called is what the programs get.
     *
     * @throws BpfException ENOENT if the object has no such section
     */
    public synchronized ByteBuffer initialValue(String section) {
        require(State.OPEN);
        return initialValues.computeIfAbsent(section, this::readInitialValue);
    }

    /** Sets the capacity of a map. */
    public void setMaxEntries(String map, int maxEntries) {
        set(Native.PROPERTY_MAX_ENTRIES, "set max_entries", map, maxEntries);
    }

    /**
     * Whether a map is created at all; a program that reaches a map that is not is refused by the
     * verifier.
     */
    public void setAutocreate(String map, boolean create) {
        set(Native.PROPERTY_AUTOCREATE, "set autocreate", map, create ? 1 : 0);
    }

    /** Whether a program is loaded. */
    public void setProgramAutoload(String program, boolean load) {
        set(Native.PROPERTY_AUTOLOAD, "set autoload", program, load ? 1 : 0);
    }

    /** Gives a map of maps the pattern of its inner maps; the pattern may be closed after this. */
    public void setInnerMap(String map, BpfMap pattern) {
        pattern.handle()
                .callFd(
                        fd -> {
                            set(Native.PROPERTY_INNER_MAP_FD, "set inner map", map, fd);
                            return fd;
                        });
    }

    /**
     * Uses an existing map instead of creating one; its capacity replaces the object's own. What
     * its keys and values mean is not compared: the kernel shows the types of a map to
     * CAP_SYS_ADMIN only.
     *
     * @throws IllegalArgumentException if kind, sizes or flags differ from what the object was
     *     compiled with
     */
    public void reuseMap(String map, BpfMap existing) {
        MapReuse.check(btf.map(map), existing.info());
        existing.handle()
                .callFd(
                        fd -> {
                            set(Native.PROPERTY_REUSE_FD, "reuse", map, fd);
                            return fd;
                        });
    }

    /**
     * Creates the maps and has the programs verified, all or nothing.
     *
     * @throws VerifierException if the kernel refused a program; the log is kept
     * @throws BpfException for anything else, for example EPERM without privileges
     */
    public synchronized void load() {
        require(State.OPEN);
        initialValues.forEach(this::writeInitialValue);
        int result = (int) handle.callLong(Native::objectLoad);
        if (result < 0) {
            throw loadFailure(result);
        }
        state = State.LOADED;
        initialValues.clear();
        // libbpf carries on without what the kernel refuses of BTF, and only its messages tell.
        String messages = Failures.messages();
        if (!messages.isEmpty()) {
            LOG.warn("{} is loaded, but libbpf says: {}", handle.label(), messages);
        }
    }

    /**
     * A map by the name it has in the source; the same instance each time.
     *
     * @throws NoSuchElementException if there is none
     */
    public synchronized BpfMap map(String map) {
        require(State.LOADED);
        return maps.computeIfAbsent(
                map,
                key -> {
                    String label = "map '" + key + "'";
                    BpfMap opened = BpfMap.ofFd(find(Native.KIND_MAP, key), label);
                    children.push(opened::close);
                    return opened;
                });
    }

    /**
     * A program by the name of its function; the same instance each time.
     *
     * @throws NoSuchElementException if there is none
     */
    public synchronized BpfProgram program(String program) {
        require(State.LOADED);
        return programs.computeIfAbsent(
                program,
                key -> {
                    BpfProgram opened =
                            BpfProgram.ofFd(
                                    find(Native.KIND_PROGRAM, key), key, "program '" + key + "'");
                    children.push(opened::close);
                    return opened;
                });
    }

    /**
     * Gives back all descriptors. What is attached or pinned stays so. Does nothing the second
     * time.
     */
    @Override
    public synchronized void close() {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        while (!children.isEmpty()) {
            children.pop().run();
        }
        handle.close();
    }

    @Override
    public String toString() {
        return handle.label();
    }

    private synchronized void set(int property, String operation, String target, long value) {
        require(State.OPEN);
        int result =
                (int) handle.callLong(object -> Native.objectSet(object, property, target, value));
        Failures.check(result, operation, "'" + target + "' of " + handle.label());
    }

    private ByteBuffer readInitialValue(String section) {
        String label = "section '" + section + "' of " + handle.label();
        int size =
                (int)
                        handle.callLong(
                                object -> Native.objectInitialValue(object, section, null, 0));
        Failures.check(size, "read", label);
        ByteBuffer data = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
        Failures.check(
                (int)
                        handle.callLong(
                                object -> Native.objectInitialValue(object, section, data, 0)),
                "read",
                label);
        return data;
    }

    private void writeInitialValue(String section, ByteBuffer data) {
        int result =
                (int)
                        handle.callLong(
                                object -> Native.objectInitialValue(object, section, data, 1));
        Failures.check(result, "write", "section '" + section + "' of " + handle.label());
    }

    private BpfException loadFailure(int result) {
        String messages = Failures.messages();
        byte[] bytes = null;
        long object = handle.enter();
        try {
            bytes = Native.objectVerifierLog(object);
        } finally {
            handle.exit();
        }
        String log = bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
        return log.isBlank()
                ? new BpfException("load", handle.label(), Errno.of(result), messages)
                : new VerifierException(handle.label(), Errno.of(result), messages, log);
    }

    private int find(int kind, String target) {
        int fd = (int) handle.callLong(object -> Native.objectFd(object, kind, target));
        if (fd == -Errno.ENOENT.number()) {
            throw new NoSuchElementException(
                    handle.label()
                            + " has no '"
                            + target
                            + "' that was loaded; it has "
                            + String.join(", ", names(kind)));
        }
        return Failures.check(fd, "open", "'" + target + "' of " + handle.label());
    }

    private List<String> names(int kind) {
        long object = handle.enter();
        try {
            byte[] bytes = Native.objectNames(object, kind);
            if (bytes == null) {
                throw new BpfException("list", handle.label(), Errno.ENOMEM, "");
            }
            return Stream.of(new String(bytes, StandardCharsets.UTF_8).split("\0"))
                    .filter(part -> !part.isEmpty())
                    .toList();
        } finally {
            handle.exit();
        }
    }

    private void require(State wanted) {
        if (state != wanted) {
            throw new IllegalStateException(
                    handle.label() + " is " + state + ", but this needs it " + wanted);
        }
    }
}
