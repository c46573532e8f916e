package io.katran.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.katran.bpf.XdpLink;
import io.katran.bpf.XdpLinkInfo;
import io.katran.cli.KatranCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code katran server} as a process on a host of its own. */
@Tag("netns")
@Timeout(120)
class ServerLifecycleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SOME_PACKETS = 200;

    @TempDir private Path directory;
    private final List<Process> started = new ArrayList<>();
    private TwoHosts hosts;

    @BeforeEach
    void make_hosts() throws Exception {
        hosts = new TwoHosts(directory);
    }

    @AfterEach
    void remove_hosts() throws Exception {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
        hosts.remove();
    }

    @Test
    void a_restart_loses_no_packet_and_detaching_leaves_nothing() throws Exception {
        Process first = startServer("first", "keep");
        await(() -> log("first").contains("balancing 1 VIPs on eth0"), first);
        XdpLinkInfo before = link();
        Process traffic =
                start(hosts.onPeer(Traffic.class, file("count"), file("stop")), "traffic");
        await(() -> count() > SOME_PACKETS, traffic);

        assertThat(stop(first)).as("%s", log("first")).isZero();
        assertThat(link()).isEqualTo(before);
        long alone = count();
        await(() -> count() > alone + SOME_PACKETS, traffic);

        Process second = startServer("second", "detach");
        await(() -> log("second").contains("taken over from the program before"), second);
        assertThat(link().id()).isEqualTo(before.id());
        assertThat(link().programId()).isNotEqualTo(before.programId());
        long taken = count();
        await(() -> count() > taken + SOME_PACKETS, traffic);

        Files.createFile(Path.of(file("stop")));
        assertThat(traffic.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(log("traffic")).matches("(?s).*sent \\d+ lost 0\\s*");

        assertThat(stop(second)).as("%s", log("second")).isZero();
        assertThat(hosts.bpffs().resolve("katran/test")).doesNotExist();
        assertThat(hosts.balancerLink()).doesNotContain("xdp");
    }

    @Test
    void a_misspelt_interface_is_refused_with_the_one_that_was_meant() throws Exception {
        Process server = startServer("log", "keep", "eht0");

        assertThat(server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isEqualTo(1);
        assertThat(log("log"))
                .contains("there is no interface \"eht0\"")
                .contains("did you mean \"eth0\"? set katran.interface");
        assertThat(hosts.bpffs().resolve("katran")).doesNotExist();
        assertThat(hosts.balancerLink()).doesNotContain("xdp");
    }

    @Test
    void a_foreign_program_is_named_and_left_where_it_is() throws Exception {
        Process foreign =
                start(
                        hosts.onBalancer(
                                KatranCommand.class,
                                "lab",
                                "peer",
                                "--interface",
                                TwoHosts.INTERFACE,
                                "--pin",
                                "/sys/fs/bpf/foreign"),
                        "foreign");
        assertThat(foreign.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        int id;
        try (XdpLink link = XdpLink.openPinned(hosts.bpffs().resolve("foreign"))) {
            id = link.info().programId();
        }

        Process server = startServer("log", "keep");

        assertThat(server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isEqualTo(1);
        assertThat(log("log")).contains("program " + id + " \"klb_pass\" sits on eth0");
        assertThat(hosts.balancerLink()).contains("prog/xdp id " + id);
    }

    private Process startServer(String log, String onStop) throws IOException {
        return startServer(log, onStop, TwoHosts.INTERFACE);
    }

    private Process startServer(String log, String onStop, String interfaceName)
            throws IOException {
        Path config =
                Files.writeString(
                        directory.resolve(log + ".conf"),
                        """
                        katran {
                          instance = test, interface = %s, xdp.mode = native, on-stop = %s, drain-delay = 0s
                          gateway-mac = "%s", state-dir = "%s"
                          limits { max-vips = 4, max-reals = 4, max-endpoints = 64 }
                          connection-table.entries = 1000
                          thrift.port = 0
                          vips = [ { address = "%s", port = 4000, protocol = udp
                                     reals = [ { address = "%s" } ] } ]
                        }
                        """
                                .formatted(
                                        interfaceName,
                                        onStop,
                                        TwoHosts.PEER_MAC,
                                        directory.resolve("state"),
                                        TwoHosts.VIP,
                                        TwoHosts.REAL));
        return start(
                hosts.onBalancer(KatranCommand.class, "server", "--config", config.toString()),
                log);
    }

    private Process start(ProcessBuilder command, String log) throws IOException {
        Process process =
                command.redirectErrorStream(true)
                        .redirectOutput(Path.of(file(log + ".log")).toFile())
                        .start();
        started.add(process);
        return process;
    }

    /** The exit status after SIGTERM. */
    private static int stop(Process process) throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private XdpLinkInfo link() {
        try (XdpLink link = XdpLink.openPinned(hosts.bpffs().resolve("katran/test/link"))) {
            return link.info();
        }
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private String log(String name) throws IOException {
        return Files.readString(directory.resolve(name + ".log"));
    }

    /** Packets that went all the way round so far. */
    private long count() throws IOException {
        Path file = directory.resolve("count");
        String text = Files.exists(file) ? Files.readString(file) : "";
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private void await(Callable<Boolean> condition, Process needed) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(needed.isAlive()).as("still runs; logs: %s", logs()).isTrue();
            assertThat(System.nanoTime()).as("in time; logs: %s", logs()).isLessThan(end);
            Thread.sleep(10);
        }
    }

    private String logs() throws IOException {
        StringBuilder all = new StringBuilder();
        try (var files = Files.newDirectoryStream(directory, "*.log")) {
            for (Path file : files) {
                all.append(file.getFileName()).append(": ").append(Files.readString(file));
            }
        }
        return all.toString();
    }
}
