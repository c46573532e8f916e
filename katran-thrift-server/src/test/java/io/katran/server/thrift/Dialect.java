package io.katran.server.thrift;

import io.katran.thrift.KatranService;
import java.util.function.Function;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;
import org.apache.thrift.transport.layered.TFramedTransport;

/**
 * What Apache clients speak, made of stock classes but for THeader, which the Java library lacks.
 */
enum Dialect {
    UNFRAMED_BINARY(socket -> socket, TBinaryProtocol::new),
    UNFRAMED_COMPACT(socket -> socket, TCompactProtocol::new),
    FRAMED_BINARY(TFramedTransport::new, TBinaryProtocol::new),
    FRAMED_COMPACT(TFramedTransport::new, TCompactProtocol::new),
    HEADER_BINARY(socket -> new HeaderClientTransport(socket, 0, false), TBinaryProtocol::new),
    HEADER_COMPACT(socket -> new HeaderClientTransport(socket, 2, false), TCompactProtocol::new),
    HEADER_COMPACT_ZLIB(
            socket -> new HeaderClientTransport(socket, 2, true), TCompactProtocol::new);

    private static final int TIMEOUT_MS = 10_000;

    private final Layer layer;
    private final Function<TTransport, TProtocol> protocol;

    Dialect(Layer layer, Function<TTransport, TProtocol> protocol) {
        this.layer = layer;
        this.protocol = protocol;
    }

    Client connect(String host, int port) throws TException {
        TTransport transport =
                layer.over(new TSocket(new TConfiguration(), host, port, TIMEOUT_MS));
        transport.open();
        return new Client(transport, protocol.apply(transport));
    }

    @FunctionalInterface
    private interface Layer {
        TTransport over(TSocket socket) throws TTransportException;
    }

    record Client(TTransport transport, TProtocol protocol) implements AutoCloseable {

        KatranService.Client calls() {
            return new KatranService.Client(protocol);
        }

        @Override
        public void close() {
            transport.close();
        }
    }
}
