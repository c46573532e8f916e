package io.katran.server.thrift;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.thrift.TException;
import org.apache.thrift.transport.TTransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One client: its socket, and the thread that {@link #run}s it.
 *
 * <p>Blocking reads and writes have no time limits of their own. Instead the connection publishes
 * what it does and until when ({@link Stage}), and others, who sweep over all connections, close
 * the socket under it. One atomic step decides between "the call is executed" and "the connection
 * is closed", so a call that a stopping server lets through is always answered, and one that it
 * does not let through is never executed.
 */
final class Connection implements Runnable, CallGate {

    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    /** The key under which log lines of a connection's thread name its client. */
    static final String CLIENT = "client";

    private enum Phase {
        WAITING,
        READING,
        RUNNING,
        REPLYING,
        CLOSED
    }

    /** What the connection does, and until when; {@code why} it was closed. */
    private record Stage(Phase phase, boolean limited, long deadlineNanos, String why) {

        static Stage until(Phase phase, Duration limit) {
            return new Stage(phase, true, System.nanoTime() + limit.toNanos(), "");
        }

        static Stage unlimited(Phase phase) {
            return new Stage(phase, false, 0, "");
        }

        static Stage closed(String why) {
            return new Stage(Phase.CLOSED, false, 0, why);
        }

        boolean overdue(long nowNanos) {
            return limited && nowNanos - deadlineNanos > 0;
        }
    }

    private final Socket socket;
    private final ConnectionLimits limits;
    private final FrameBudget budget;
    private final MessageDispatcher<?> dispatcher;
    private final BooleanSupplier stopping;
    private final String client;
    private final AtomicReference<Stage> stage;

    Connection(
            Socket socket,
            ConnectionLimits limits,
            FrameBudget budget,
            MessageDispatcher<?> dispatcher,
            BooleanSupplier stopping) {
        this.socket = socket;
        this.limits = limits;
        this.budget = budget;
        this.dispatcher = dispatcher;
        this.stopping = stopping;
        this.client = String.valueOf(socket.getRemoteSocketAddress());
        this.stage = new AtomicReference<>(Stage.until(Phase.WAITING, limits.idleTimeout()));
    }

    @Override
    public void run() {
        MDC.put(CLIENT, client);
        try (socket) {
            serve(new SocketStream(socket));
            log.debug("{}: closed", client);
        } catch (TException | IOException | RuntimeException e) {
            logEnd(e);
        } finally {
            MDC.remove(CLIENT);
        }
    }

    private void serve(SocketStream stream) throws TException {
        if (stopping.getAsBoolean() || !stream.awaitByte()) {
            return;
        }
        enter(Stage.until(Phase.READING, limits.requestTimeout()));
        Framing framing = Framing.recognise(stream, limits);
        log.debug("{}: speaks {}", client, framing);
        try (MessageTransport transport = framing.open(stream, limits, budget)) {
            serve(stream, transport);
        }
    }

    /** The first byte of a request is there. */
    private void serve(SocketStream stream, MessageTransport transport) throws TException {
        boolean more = true;
        while (more) {
            enter(Stage.until(Phase.READING, limits.requestTimeout()));
            dispatcher.serve(transport, this);
            enter(Stage.until(Phase.WAITING, limits.idleTimeout()));
            // Asked after WAITING was published: who stops the server sets the flag first and then
            // looks at the phase.
            more = !stopping.getAsBoolean() && stream.awaitByte();
        }
    }

    @Override
    public void running() throws TTransportException {
        enter(Stage.unlimited(Phase.RUNNING));
    }

    @Override
    public void replying() throws TTransportException {
        enter(Stage.until(Phase.REPLYING, limits.requestTimeout()));
    }

    private void enter(Stage next) throws TTransportException {
        Stage now = stage.get();
        if (now.phase == Phase.CLOSED || !stage.compareAndSet(now, next)) {
            throw new TTransportException(TTransportException.NOT_OPEN, stage.get().why);
        }
    }

    /**
     * Closes the connection if what it does takes longer than allowed. May be called by any thread.
     */
    void closeIfOverdue(long nowNanos) {
        Stage now = stage.get();
        if (now.overdue(nowNanos)) {
            close(
                    now,
                    now.phase == Phase.WAITING
                            ? "idle for too long"
                            : "took too long " + now.phase);
        }
    }

    /** Closes the connection unless a call is executed or answered. May be called by any thread. */
    void closeUnlessBusy(String why) {
        Stage now = stage.get();
        while ((now.phase == Phase.WAITING || now.phase == Phase.READING) && !close(now, why)) {
            now = stage.get();
        }
    }

    /** Closes the connection whatever it does. May be called by any thread. */
    void close(String why) {
        stage.set(Stage.closed(why));
        closeSocket();
    }

    private boolean close(Stage seen, String why) {
        boolean ours = stage.compareAndSet(seen, Stage.closed(why));
        if (ours) {
            closeSocket();
        }
        return ours;
    }

    private void closeSocket() {
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("{}: closing failed", client, e);
        }
    }

    /** One line, whatever the client did: a stack trace would let it fill the log. */
    private void logEnd(Exception e) {
        Stage last = stage.get();
        if (last.phase == Phase.CLOSED) {
            log.info("{}: closed by the server: {}", client, last.why);
        } else if (isLost(e)) {
            log.debug("{}: lost: {}", client, String.valueOf(e.getMessage()));
        } else {
            log.info(
                    "{}: closed, not understood: {}",
                    client,
                    LogText.printable(String.valueOf(e.getMessage())));
        }
    }

    private static boolean isLost(Exception e) {
        return e instanceof IOException
                || e.getCause() instanceof IOException
                || e instanceof TTransportException t
                        && t.getType() == TTransportException.END_OF_FILE;
    }
}
