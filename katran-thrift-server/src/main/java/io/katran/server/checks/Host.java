package io.katran.server.checks;

import java.util.List;
import java.util.Optional;

/** What can be seen of a machine, from the namespaces that this process is in. */
public interface Host {
    /** The content of a file without the white space around it; empty if it cannot be read. */
    Optional<String> read(String path);

    /** The names in a directory; none if it cannot be read. */
    List<String> list(String path);

    /** The last part of what a symbolic link points to; empty if it is none. */
    Optional<String> linkTarget(String path);

    /** Why the native half of the product cannot be used here; empty if it can. */
    Optional<String> nativeProblem();

    /** The interfaces of the network namespace, if there is no {@link #nativeProblem}. */
    List<Link> links();

    /**
     * The XDP program on an interface, whoever attached it.
     *
     * @throws RuntimeException if the kernel does not tell; the message says why
     */
    Optional<XdpProgram> xdpProgram(Link link);

    /** CPUs that this process may use. */
    int cpus();

    /** The version of Java: 17, 25... */
    int javaVersion();

    /**
     * A network interface.
     *
     * @param mtu bytes
     * @param mac six bytes with colons; empty for interfaces without one
     */
    record Link(String name, int index, int mtu, boolean up, String mac) {}

    /**
     * A program on an interface.
     *
     * @param mode {@code native}, {@code generic} or {@code offloaded}
     * @param name as the kernel keeps it; empty if we may not see it
     */
    record XdpProgram(int id, String mode, String name) {}
}
