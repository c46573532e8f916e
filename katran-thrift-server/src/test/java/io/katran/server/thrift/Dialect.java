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
import org.apache.thrift.transport.layered.TFramedTransport;

/** What stock Apache clients speak, made of stock classes only. */
enum Dialect {
    UNFRAMED_BINARY(false, TBinaryProtocol::new),
    UNFRAMED_COMPACT(false, TCompactProtocol::new),
    FRAMED_BINARY(true, TBinaryProtocol::new),
    FRAMED_COMPACT(true, TCompactProtocol::new);

    private static final int TIMEOUT_MS = 10_000;

    private final boolean framed;
    private final Function<TTransport, TProtocol> protocol;

    Dialect(boolean framed, Function<TTransport, TProtocol> protocol) {
        this.framed = framed;
        this.protocol = protocol;
    }

    Client connect(String host, int port) throws TException {
        TSocket socket = new TSocket(new TConfiguration(), host, port, TIMEOUT_MS);
        TTransport transport = framed ? new TFramedTransport(socket) : socket;
        transport.open();
        return new Client(transport, protocol.apply(transport));
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
