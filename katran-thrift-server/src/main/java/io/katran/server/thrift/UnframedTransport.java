package io.katran.server.thrift;

import java.util.function.BiFunction;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TTransportException;

/** Requests that follow each other without lengths: the protocol alone knows where one ends. */
final class UnframedTransport extends MessageTransport {

    private final TProtocol protocol;

    UnframedTransport(
            SocketStream stream,
            ConnectionLimits limits,
            BiFunction<MessageTransport, ConnectionLimits, TProtocol> protocol)
            throws TTransportException {
        super(stream, limits);
        this.protocol = protocol.apply(this, limits);
    }

    @Override
    void beginRequest() throws TTransportException {
        resetConsumedMessageSize(-1);
    }

    @Override
    void endRequest() {
        // Nothing is kept: the protocol took the bytes as it read them.
    }

    @Override
    TProtocol protocol() {
        return protocol;
    }

    @Override
    boolean knowsWhereRequestsEnd() {
        return false;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws TTransportException {
        int count = stream.read(target, offset, length);
        countConsumedMessageBytes(count);
        return count;
    }

    @Override
    int replyHeaderBytes() {
        return 0;
    }

    @Override
    void send(byte[] buffer, int length) throws TTransportException {
        stream.write(buffer, length);
    }
}
