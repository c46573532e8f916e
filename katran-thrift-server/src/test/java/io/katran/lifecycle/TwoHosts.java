package io.katran.lifecycle;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A balancer's network namespace and a peer's, joined by a veth pair, and a BPF file system of
 * their own.
 *
 * <p>The peer is client and real in one: it carries the VIP and a real's address, and still sends
 * its own packets to the VIP through the balancer.
 */
final class TwoHosts {
    static final String VIP = "10.200.1.1";
    static final String REAL = "10.0.0.2";
    static final String INTERFACE = "eth0";
    static final String PEER_MAC = "02:00:00:00:00:02";

    private static final String BALANCER_MAC = "02:00:00:00:00:01";
    private static final int PATIENCE_SECONDS = 20;
    private static final AtomicInteger RUNS = new AtomicInteger();

    private final String suffix = ProcessHandle.current().pid() + "-" + RUNS.incrementAndGet();
    private final String balancer = "klc-b-" + suffix;
    private final String peer = "klc-p-" + suffix;
    private final Path bpffs;
    private final Deque<String> removal = new ArrayDeque<>();

    TwoHosts(Path directory) throws IOException, InterruptedException {
        bpffs = Files.createDirectory(directory.resolve("bpf"));
        try {
            run("mount -t bpf bpf " + bpffs);
            removal.push("umount " + bpffs);
            addNamespace(balancer);
            addNamespace(peer);
            connect();
            peerIsClientAndReal();
        } catch (IOException | InterruptedException | RuntimeException e) {
            remove();
            throw e;
        }
    }

    private void addNamespace(String name) throws IOException, InterruptedException {
        run("ip netns add " + name);
        removal.push("ip netns del " + name);
        run("ip -n " + name + " link set lo up");
        run(
                in(name)
                        + "sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0");
    }

    /** The balancer's interface gets no address: packets reach its program without. */
    private void connect() throws IOException, InterruptedException {
        String queues = " numrxqueues 2 numtxqueues 2";
        run(
                String.join(
                        " ",
                        "ip link add",
                        INTERFACE,
                        "netns " + balancer + " address " + BALANCER_MAC + queues,
                        "type veth peer name " + INTERFACE,
                        "netns " + peer + " address " + PEER_MAC + queues));
        run("ip -n " + balancer + " link set " + INTERFACE + " up");
        run("ip -n " + peer + " link set " + INTERFACE + " up");
        run("ip -n " + peer + " address add " + REAL + "/24 dev " + INTERFACE);
        run(
                "ip -n "
                        + peer
                        + " neigh replace 10.0.0.1 lladdr "
                        + BALANCER_MAC
                        + " nud permanent dev "
                        + INTERFACE);
        // XDP_TX turns a packet into a bare frame, which cannot carry an unfinished checksum.
        run(in(peer) + "ethtool -K " + INTERFACE + " tx off");
    }

    /** Only what comes from outside is for the VIP on lo; what starts here goes to the balancer. */
    private void peerIsClientAndReal() throws IOException, InterruptedException {
        String ip = "ip -n " + peer + " ";
        run(in(peer) + "sysctl -qw net.ipv4.conf." + INTERFACE + ".accept_local=1");
        run(ip + "address add " + VIP + "/32 dev lo");
        run(ip + "route add " + VIP + " via 10.0.0.1 dev " + INTERFACE + " table 100");
        run(ip + "rule add pref 5 iif lo to " + VIP + " lookup 100");
        run(ip + "rule add pref 10 lookup local");
        run(ip + "rule del pref 0");
    }

    Path bpffs() {
        return bpffs;
    }

    /** What {@code ip link} says of the balancer's interface. */
    String balancerLink() throws IOException, InterruptedException {
        return run("ip -n " + balancer + " link show dev " + INTERFACE);
    }

    /** A command that runs a main class in the balancer's namespace, with the pins of this lab. */
    ProcessBuilder onBalancer(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(words(in(balancer) + "unshare --mount bash -c"));
        command.add("mount --bind \"$0\" /sys/fs/bpf && exec \"$@\"");
        command.add(bpffs.toString());
        return java(command, main, arguments);
    }

    /** A command that runs a main class in the peer's namespace. */
    ProcessBuilder onPeer(Class<?> main, String... arguments) {
        return java(new ArrayList<>(words(in(peer))), main, arguments);
    }

    private static ProcessBuilder java(List<String> command, Class<?> main, String... arguments) {
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(words("-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto"));
        command.addAll(words("--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectInput(new File("/dev/null"));
    }

    private static String in(String namespace) {
        // Not `ip netns exec`, which mounts a /sys without the pins.
        return "nsenter --net=/run/netns/" + namespace + " ";
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.strip().split(" "));
    }

    private static String run(String command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(words(command))
                        .redirectErrorStream(true)
                        .redirectInput(new File("/dev/null"))
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(command + ": " + output);
        }
        return output;
    }

    void remove() throws IOException, InterruptedException {
        while (!removal.isEmpty()) {
            run(removal.pop());
        }
    }
}
