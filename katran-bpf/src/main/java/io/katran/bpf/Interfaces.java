package io.katran.bpf;

/** Network interfaces of the network namespace this process runs in. */
public final class Interfaces {
    private Interfaces() {}

    /**
     * The index of an interface. Unlike {@link java.net.NetworkInterface#getByName} it does not
     * lose sight of one interface because another one disappears at the same time.
     *
     * @throws BpfException ENODEV if there is none of that name
     */
    public static int index(String name) {
        Bpf.require();
        return Failures.check(Native.interfaceIndex(name), "look up", "interface '" + name + "'");
    }
}
