package io.katran.server.thrift;

import java.nio.ByteBuffer;
import java.util.function.BiFunction;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TTransportException;

/** Requests with their length in front. The frame is read whole before anything is made of it. */
final class FramedTransport extends MessageTransport {

    private final RequestBuffer frame;
    private final TProtocol protocol;

    FramedTransport(
            SocketStream stream,
            ConnectionLimits limits,
            FrameBudget budget,
            BiFunction<MessageTransport, ConnectionLimits, TProtocol> protocol)
            throws TTransportException {
        super(stream, limits);
        this.frame = new RequestBuffer(limits, budget);
        this.protocol = protocol.apply(this, limits);
    }

    @Override
    void beginRequest() throws TTransportException {
        frame.readFrame(stream);
        resetConsumedMessageSize(-1);
        updateKnownMessageSize(frame.remaining());
    }

    @Override
    void endRequest() {
        frame.clear();
    }

    @Override
    TProtocol protocol() {
        return protocol;
    }

    @Override
    boolean knowsWhereRequestsEnd() {
        return true;
    }

    @Override
    public int read(byte[] target, int offset, int wanted) throws TTransportException {
        int count = frame.read(target, offset, wanted);
        countConsumedMessageBytes(count);
        return count;
    }

    @Override
    int replyHeaderBytes() {
        return Integer.BYTES;
    }

    @Override
    void send(byte[] buffer, int total) throws TTransportException {
        ByteBuffer.wrap(buffer).putInt(0, total - Integer.BYTES);
        stream.write(buffer, total);
    }
}
