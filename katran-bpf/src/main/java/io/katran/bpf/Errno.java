package io.katran.bpf;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Linux error number with its symbolic name and the text a person reads.
 *
 * <p>Numbers this class has no name for are kept too: {@link #of} never loses one.
 *
 * @param number the positive error number
 * @param name the symbolic name, {@code E<number>} if it has none here
 * @param text the meaning in words
 */
public record Errno(int number, String name, String text) {
    public static final Errno EPERM = new Errno(1, "EPERM", "Operation not permitted");
    public static final Errno ENOENT = new Errno(2, "ENOENT", "No such file or directory");
    public static final Errno E2BIG = new Errno(7, "E2BIG", "Argument list too long");
    public static final Errno EBADF = new Errno(9, "EBADF", "Bad file descriptor");
    public static final Errno EAGAIN = new Errno(11, "EAGAIN", "Resource temporarily unavailable");
    public static final Errno ENOMEM = new Errno(12, "ENOMEM", "Cannot allocate memory");
    public static final Errno EACCES = new Errno(13, "EACCES", "Permission denied");
    public static final Errno EFAULT = new Errno(14, "EFAULT", "Bad address");
    public static final Errno EBUSY = new Errno(16, "EBUSY", "Device or resource busy");
    public static final Errno EEXIST = new Errno(17, "EEXIST", "File exists");
    public static final Errno ENODEV = new Errno(19, "ENODEV", "No such device");
    public static final Errno EINVAL = new Errno(22, "EINVAL", "Invalid argument");
    public static final Errno ENOSPC = new Errno(28, "ENOSPC", "No space left on device");
    public static final Errno ERANGE = new Errno(34, "ERANGE", "Numerical result out of range");
    public static final Errno EOPNOTSUPP = new Errno(95, "EOPNOTSUPP", "Operation not supported");

    /**
     * The kernel's own "not supported by this map type, driver or configuration"; libc has no name
     * for it.
     */
    public static final Errno ENOTSUPP =
            new Errno(524, "ENOTSUPP", "Operation not supported by the kernel");

    private static final Map<Integer, Errno> KNOWN =
            Stream.concat(
                            Stream.of(
                                    EPERM,
                                    ENOENT,
                                    E2BIG,
                                    EBADF,
                                    EAGAIN,
                                    ENOMEM,
                                    EACCES,
                                    EFAULT,
                                    EBUSY,
                                    EEXIST,
                                    ENODEV,
                                    EINVAL,
                                    ENOSPC,
                                    ERANGE,
                                    EOPNOTSUPP,
                                    ENOTSUPP),
                            rarer(
                                    "3 ESRCH No such process",
                                    "4 EINTR Interrupted system call",
                                    "5 EIO Input/output error",
                                    "6 ENXIO No such device or address",
                                    "8 ENOEXEC Exec format error",
                                    "18 EXDEV Invalid cross-device link",
                                    "20 ENOTDIR Not a directory",
                                    "21 EISDIR Is a directory",
                                    "23 ENFILE Too many open files in system",
                                    "24 EMFILE Too many open files",
                                    "27 EFBIG File too large",
                                    "30 EROFS Read-only file system",
                                    "33 EDOM Numerical argument out of domain",
                                    "36 ENAMETOOLONG File name too long",
                                    "38 ENOSYS Function not implemented",
                                    "39 ENOTEMPTY Directory not empty",
                                    "40 ELOOP Too many levels of symbolic links",
                                    "67 ENOLINK Link has been severed",
                                    "75 EOVERFLOW Value too large for defined data type",
                                    "90 EMSGSIZE Message too long",
                                    "93 EPROTONOSUPPORT Protocol not supported",
                                    "98 EADDRINUSE Address already in use",
                                    "110 ETIMEDOUT Connection timed out",
                                    "116 ESTALE Stale file handle"))
                    .collect(Collectors.toUnmodifiableMap(Errno::number, Function.identity()));

    /** The error of a number, whichever sign it carries. */
    public static Errno of(int number) {
        int positive = Math.abs(number);
        Errno known = KNOWN.get(positive);
        return known != null
                ? known
                : new Errno(positive, "E" + positive, "Unknown error " + positive);
    }

    private static Stream<Errno> rarer(String... lines) {
        return Arrays.stream(lines)
                .map(line -> line.split(" ", 3))
                .map(part -> new Errno(Integer.parseInt(part[0]), part[1], part[2]));
    }

    /** Name, number and text, as in {@code EBUSY (16): Device or resource busy}. */
    @Override
    public String toString() {
        return name + " (" + number + "): " + text;
    }
}
