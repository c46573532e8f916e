package io.katran.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.katran.api.KatranException;
import io.katran.cli.KatranCommand;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * The Python client of examples/ gives a running server its VIPs, and TCP connections get through
 * them: the whole way from another language's client to a real.
 */
@Tag("lab")
@Timeout(180)
class PythonClientLabTest {
    private static final String PYTHON = "/usr/bin/python3";
    private static final String THRIFT = "/usr/bin/thrift";
    private static final String IDL = "src/main/thrift/katran.thrift";
    private static final String SCRIPT = "../examples/python-client/katran_client.py";
    private static final String PORT = "12307";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int CONNECTIONS = 60;

    private static final String CONFIGURATION =
            """
            katran {
              instance = python-client
              interface = eth0
              xdp.mode = native
              gateway-mac = "%s"
              on-stop = detach
              drain-delay = 0s
              state-dir = "%s"
              limits { max-vips = 16, max-reals = 64, max-endpoints = 1024 }
              connection-table.entries = 100000
            }
            """;

    private final Topology lab = new Topology("python-" + ProcessHandle.current().pid());

    @TempDir private Path directory;
    private Process server;

    @BeforeEach
    void start() throws IOException {
        assumeThat(hasPythonThrift())
                .as("python3-thrift and thrift-compiler are missing; run bin/setup")
                .isTrue();
        lab("up");
        server = startServer();
        assertThat(Pause.until(START_LIMIT, this::serves)).as("%s", log()).isTrue();
    }

    private static boolean hasPythonThrift() {
        try {
            Tool.run(PYTHON, "-c", "import thrift");
            return Files.isExecutable(Path.of(THRIFT));
        } catch (KatranException e) {
            return false;
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (server != null) {
            server.destroy();
            if (!server.waitFor(20, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        }
        lab("down");
    }

    @Test
    void connections_get_through_a_vip_that_a_python_client_added() {
        Tool.run(THRIFT, "--gen", "py", "-out", directory.toString(), IDL);
        assertThatThrownBy(() -> answers(Topology.VIP4, 1)).isInstanceOf(KatranException.class);

        String listed = python("10.200.1.1:80/tcp", "10.31.0.2=10", "10.32.0.2=10", "10.33.0.2=10");
        python("[fd00:200::1]:80/tcp", "fd00:31::2", "fd00:32::2", "fd00:33::2");

        assertThat(listed.lines())
                .startsWith("10.200.1.1 port 80 protocol 6")
                .contains("  10.31.0.2 weight 10", "  10.32.0.2 weight 10")
                .hasSize(4);
        assertThat(ctl("-l").lines())
                .contains("vips len 2", " ->10.33.0.2         weight: 10 flags: ", "exiting");
        assertGoesToAllReals(Topology.VIP4);
        assertGoesToAllReals(Topology.VIP6);
        assertThatThrownBy(() -> python("10.200.1.1:80/tcp", "10.31.0.2"))
                .hasMessageContaining("status 1: adding 10.200.1.1:80/tcp refused");
    }

    private void assertGoesToAllReals(String vip) {
        List<String> answers = answers(vip, CONNECTIONS);
        assertThat(answers).hasSize(CONNECTIONS);
        assertThat(Set.copyOf(answers))
                .isEqualTo(lab.reals().stream().map(LabNode::name).collect(Collectors.toSet()));
    }

    /** Who answered connections from the client, one after the other; all must be answered. */
    private List<String> answers(String vip, int connections) {
        String script =
                """
                for i in $(seq %d); do
                  exec 3<>/dev/tcp/%s/80
                  printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3
                  tail -n 1 <&3
                done
                """
                        .formatted(connections, vip);
        return inNamespace(lab.client(), List.of("timeout", "5", "bash", "-ec", script))
                .lines()
                .toList();
    }

    private String python(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(PYTHON, SCRIPT, "--generated", directory.toString()));
        command.addAll(List.of(arguments));
        return inNamespace(lab.balancer(), command);
    }

    private String ctl(String... arguments) {
        List<String> words = new ArrayList<>(List.of("ctl"));
        words.addAll(List.of(arguments));
        return inNamespace(lab.balancer(), program().command(words.toArray(String[]::new)));
    }

    private static String inNamespace(LabNode node, List<String> command) {
        return Tool.run(
                NetworkBuilder.inNamespace(node.namespace(), command.toArray(String[]::new)));
    }

    /**
     * Pins go to the lab's own BPF file system, which only the server sees in the usual place. What
     * is mounted there goes first: of stacked mounts, Java sees the lowest.
     */
    private Process startServer() throws IOException {
        Path config = directory.resolve("katran.conf");
        Files.writeString(
                config,
                CONFIGURATION.formatted(lab.balancer().routerMac(), directory.resolve("state")));
        String pinInLab =
                "while mountpoint -q /sys/fs/bpf; do umount /sys/fs/bpf; done"
                        + " && mount --bind \"$0\" /sys/fs/bpf && exec \"$@\"";
        List<String> command = new ArrayList<>();
        command.addAll(List.of("unshare", "--mount", "bash", "-c", pinInLab));
        command.add(lab.bpffs().toString());
        command.addAll(program().command("server", "--config", config.toString()));
        return new ProcessBuilder(
                        NetworkBuilder.inNamespace(
                                lab.balancer().namespace(), command.toArray(String[]::new)))
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("server.log").toFile())
                .start();
    }

    private static ThisProgram program() {
        return new ThisProgram(KatranCommand.commandLine().getCommandSpec());
    }

    private boolean serves() {
        assertThat(server.isAlive()).as("%s", log()).isTrue();
        try {
            String connect = "exec 3<>/dev/tcp/127.0.0.1/" + PORT;
            inNamespace(lab.balancer(), List.of("bash", "-c", connect));
            return true;
        } catch (KatranException e) {
            return false;
        }
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("server.log"));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    private void lab(String verb) {
        StringWriter err = new StringWriter();
        CommandLine command = KatranCommand.commandLine();
        command.setOut(new PrintWriter(new StringWriter())).setErr(new PrintWriter(err));
        int status = command.execute("lab", verb, "--name", lab.name());
        assertThat(status).as("%s", err).isZero();
    }
}
