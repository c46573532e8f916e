package io.katran.server.thrift;

import io.katran.thrift.KatranService;
import java.io.IOException;
import java.time.Duration;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;
import org.apache.thrift.transport.layered.TFramedTransport;

/**
 * A connection to a management server, for one thread. It speaks framed binary, which servers of
 * every origin and age understand.
 *
 * <p>Calls throw {@code TException} when the server does not answer; what the server refuses is in
 * the result.
 */
public final class ThriftClient implements AutoCloseable {

    private final TTransport transport;
    private final KatranService.Client calls;

    private ThriftClient(TTransport transport) {
        this.transport = transport;
        this.calls = new KatranService.Client(new TBinaryProtocol(transport));
    }

    /**
     * Connects.
     *
     * @param timeout for connecting, and for each reply; a millisecond or more
     * @throws IOException if nobody answers there
     */
    public static ThriftClient connect(String host, int port, Duration timeout) throws IOException {
        try {
            int millis = Math.toIntExact(timeout.toMillis());
            TTransport socket = new TSocket(new TConfiguration(), host, port, millis);
            TTransport transport = new TFramedTransport(socket);
            transport.open();
            return new ThriftClient(transport);
        } catch (TTransportException e) {
            throw new IOException(
                    "no management server at %s port %d: %s; is `katran server` running there?"
                            .formatted(host, port, reason(e)),
                    e);
        }
    }

    private static String reason(TTransportException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage());
    }

    /** The service's methods. */
    public KatranService.Iface calls() {
        return calls;
    }

    @Override
    public void close() {
        transport.close();
    }
}
