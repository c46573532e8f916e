package io.katran.server.thrift;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** A server on a free port of both loopbacks, and raw sockets to it. */
final class ServerFixture implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(10);

    final TestService service = new TestService();
    final ThriftServer server;

    ServerFixture(ConnectionLimits limits) throws IOException {
        server =
                ThriftServer.start(
                        new ThriftServerSettings(loopbacks(), 0, limits), service.iface());
    }

    static List<InetAddress> loopbacks() throws UnknownHostException {
        return List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("::1"));
    }

    Socket rawClient() throws IOException {
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), server.port());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    /** Runs on a thread of its own; the common pool may have a single one. */
    static <T> CompletableFuture<T> async(Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                result.complete(task.call());
                            } catch (Exception e) {
                                result.completeExceptionally(e);
                            }
                        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    /** Reads on until the server closes; a reset counts, silence until the timeout does not. */
    static boolean closedByServer(Socket socket) throws IOException {
        try {
            byte[] sink = new byte[65_536];
            while (socket.getInputStream().read(sink) >= 0) {
                // replies do not matter here
            }
            return true;
        } catch (SocketException reset) {
            return true;
        }
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + PATIENCE);
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        service.release.countDown();
        server.stop(PATIENCE);
    }
}
