package io.katran.bpf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The machine's CPUs, and a way to run something on one of them. */
public final class Cpus {
    private static final Path ROOT = Path.of("/sys/devices/system/cpu");
    private static final int MAX_CPUS = 8192;

    private Cpus() {}

    /** CPUs that could ever appear: per-CPU values have this many parts. Fixed from boot on. */
    public static int possibleCount() {
        return Possible.COUNT;
    }

    /** Numbers of the CPUs that run now. */
    public static List<Integer> online() {
        return parse(read("online"));
    }

    /**
     * Runs something on one CPU and gives the thread its old set of CPUs back.
     *
     * @throws BpfException EINVAL if the CPU is off line or outside the process's set
     */
    public static <T> T pinned(int cpu, Supplier<T> action) {
        Bpf.require();
        if (cpu < 0 || cpu >= MAX_CPUS) {
            throw new IllegalArgumentException("cpu: " + cpu + " is outside 0.." + (MAX_CPUS - 1));
        }
        ByteBuffer before = mask();
        int bytes = Failures.check(Native.threadAffinity(before, 0), "read affinity", "thread");
        before.limit(bytes);
        ByteBuffer one = mask();
        one.put(byteOf(cpu), (byte) (1 << (cpu % 8)));
        Failures.check(Native.threadAffinity(one, 1), "set affinity", "thread", "CPU " + cpu);
        try {
            return action.get();
        } finally {
            Failures.check(Native.threadAffinity(before, 1), "restore affinity", "thread");
        }
    }

    /** Numbers in the kernel's list form, as in {@code 0-3,8}. */
    static List<Integer> parse(String list) {
        return Arrays.stream(list.strip().split(","))
                .filter(part -> !part.isEmpty())
                .flatMapToInt(
                        part -> {
                            String[] ends = part.split("-", 2);
                            return IntStream.rangeClosed(
                                    Integer.parseInt(ends[0]),
                                    Integer.parseInt(ends[ends.length - 1]));
                        })
                .boxed()
                .toList();
    }

    /**
     * A CPU mask is an array of unsigned long, so on a big-endian machine its bytes run the other
     * way in each.
     */
    private static int byteOf(int cpu) {
        int plain = cpu / 8;
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                ? plain
                : plain ^ (Long.BYTES - 1);
    }

    private static ByteBuffer mask() {
        return ByteBuffer.allocateDirect(MAX_CPUS / 8);
    }

    private static String read(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read the machine's CPUs from " + ROOT.resolve(file), e);
        }
    }

    private static final class Possible {
        // The kernel copies the values of possible CPUs one behind the other, so gaps in the
        // numbering take no room.
        static final int COUNT = parse(read("possible")).size();
    }
}
