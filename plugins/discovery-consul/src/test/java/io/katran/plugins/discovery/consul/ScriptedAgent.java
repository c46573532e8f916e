package io.katran.plugins.discovery.consul;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.katran.api.Real;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;

/**
 * An HTTP server that gives the answers that a test wrote down, in order. A question for which
 * there is none yet waits, as it would with Consul.
 */
final class ScriptedAgent implements AutoCloseable {
    /** One question as it came. */
    record Question(String path, String query, String token, long nanos) {}

    /** An answer; it stops half way if its head promises more than its body. */
    private record Scripted(int status, String index, String body, int length) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<Scripted> script = new LinkedBlockingQueue<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();

    ScriptedAgent() throws IOException {
        this(HttpServer.create(loopback(), 0));
    }

    ScriptedAgent(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    int port() {
        return server.getAddress().getPort();
    }

    ScriptedAgent says(long index, String body) {
        return says(200, Long.toString(index), body, body.length());
    }

    ScriptedAgent says(int status, String index, String body, int length) {
        script.add(new Scripted(status, index, body, length));
        return this;
    }

    /** The list of instances that have these addresses and weights. */
    static String instances(List<Real> reals) {
        return reals.stream()
                .map(r -> instance(r.address().toString(), "10.9.9.9", r.weight(), ""))
                .collect(Collectors.joining(",", "[", "]"));
    }

    static String instance(String address, String node, int weight, String meta) {
        return """
               {"Node":{"Node":"n1","Address":"%s"},
                "Service":{"ID":"web-1","Address":"%s","Meta":{%s},
                           "Weights":{"Passing":%d,"Warning":1}},
                "Checks":[{"Status":"passing"}]}
               """
                .formatted(node, address, meta, weight);
    }

    Question awaitQuestion() throws InterruptedException {
        Question question = questions.poll(20, SECONDS);
        if (question == null) {
            throw new AssertionError("not asked in 20 s");
        }
        return question;
    }

    boolean isLeftInPeace() throws InterruptedException {
        return questions.poll(1, SECONDS) == null;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            questions.add(
                    new Question(
                            exchange.getRequestURI().getRawPath(),
                            exchange.getRequestURI().getQuery(),
                            String.valueOf(exchange.getRequestHeaders().getFirst("X-Consul-Token")),
                            System.nanoTime()));
            Scripted answer = script.take();
            exchange.getResponseHeaders().add("X-Consul-Index", answer.index());
            exchange.sendResponseHeaders(answer.status(), answer.length());
            exchange.getResponseBody().write(answer.body().getBytes(UTF_8));
            if (answer.length() > answer.body().length()) {
                exchange.getResponseBody().flush();
                closing.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        threads.shutdownNow();
        server.stop(0);
    }
}
