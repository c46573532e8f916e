package io.katran.cli.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A web server that answers every request with the name of its real, so that a client sees who it
 * talked to. Listens on all addresses of its namespace, both families; keeps idle connections open
 * for five minutes. At most eight requests are served at a time; others wait.
 */
final class RealServer implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final int THREADS = 8;

    static {
        // Read once, when the JDK's server is first used.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.idleInterval", "300");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "1024");
    }

    private final byte[] identity;
    private final HttpServer server;
    private final ExecutorService workers = Executors.newFixedThreadPool(THREADS);

    /**
     * Serves from here on.
     *
     * @param port 0 for any free one
     */
    RealServer(String identity, int port) throws IOException {
        this.identity = (identity + "\n").getBytes(StandardCharsets.UTF_8);
        this.server = HttpServer.create(new InetSocketAddress(port), BACKLOG);
        server.createContext("/", this::answer);
        server.setExecutor(workers);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(200, identity.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(identity);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
