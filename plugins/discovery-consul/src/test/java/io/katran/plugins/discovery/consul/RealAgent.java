package io.katran.plugins.discovery.consul;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A Consul agent of its own on loopback that forgets everything when it ends. */
final class RealAgent implements AutoCloseable {
    private static final Path BINARY = Path.of("target", "consul", "consul");
    private static final int PATIENCE_SECONDS = 40;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Integer> ports = freePorts(3);
    private final Path log;
    private Process process;

    RealAgent(Path directory) throws Exception {
        log = directory.resolve("consul.log");
        start();
    }

    /** Fetches Consul if it is not there; returns why it could not, or nothing. */
    static String fetch() throws Exception {
        Process fetching =
                new ProcessBuilder("src/test/sh/fetch-consul", BINARY.getParent().toString())
                        .redirectErrorStream(true)
                        .redirectOutput(new File("target", "fetch-consul.log"))
                        .start();
        if (!fetching.waitFor(180, SECONDS)) {
            fetching.descendants().forEach(ProcessHandle::destroy);
            fetching.destroy();
            return "not fetched in 180 s";
        }
        int status = fetching.exitValue();
        return status == 0 ? "" : "fetch-consul ended with status " + status;
    }

    int port() {
        return ports.get(0);
    }

    void start() throws Exception {
        process =
                new ProcessBuilder(
                                (BINARY.toAbsolutePath()
                                                + " agent -dev -node test -log-level warn"
                                                + " -bind 127.0.0.1 -client 127.0.0.1 -dns-port -1"
                                                + " -grpc-port -1 -serf-wan-port -1 -http-port %d"
                                                + " -server-port %d -serf-lan-port %d")
                                        .formatted(ports.toArray())
                                        .split(" "))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        try {
            awaitReady();
        } catch (Throwable failure) {
            close();
            throw failure;
        }
    }

    private void awaitReady() throws Exception {
        long end = System.nanoTime() + SECONDS.toNanos(PATIENCE_SECONDS);
        while (!isReady()) {
            assertThat(process.isAlive()).as("Consul runs: " + Files.readString(log)).isTrue();
            assertThat(System.nanoTime()).as("ready in time").isLessThan(end);
            Thread.sleep(100);
        }
    }

    /** Ends it as a crash would. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(10, SECONDS)).isTrue();
    }

    void register(String id, String address, int weight, String more) throws Exception {
        put(
                "/v1/agent/service/register",
                """
                {"ID":"%s","Name":"web","Address":"%s","Weights":{"Passing":%d,"Warning":1}%s}
                """
                        .formatted(id, address, weight, more));
    }

    void put(String path, String body) throws Exception {
        HttpResponse<String> answer =
                client.send(
                        request(path).PUT(HttpRequest.BodyPublishers.ofString(body)).build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
    }

    /** Whether there is a leader that has taken up this node, whose health counts as well. */
    private boolean isReady() throws InterruptedException {
        try {
            HttpResponse<String> answer =
                    client.send(
                            request("/v1/health/node/test").build(),
                            HttpResponse.BodyHandlers.ofString());
            return answer.body().contains("serfHealth");
        } catch (IOException e) {
            return false;
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(10));
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
