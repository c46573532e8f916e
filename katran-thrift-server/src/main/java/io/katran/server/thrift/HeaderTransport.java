package io.katran.server.thrift;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.BiFunction;
import java.util.zip.DeflaterOutputStream;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TTransportException;

/**
 * Requests in THeader frames, of fbthrift and of Apache Thrift: each names its protocol, the
 * transforms of its payload and a sequence number. A reply has the same.
 */
final class HeaderTransport extends MessageTransport {

    private final RequestBuffer frame;
    private final RequestBuffer inflated;
    private final TProtocol binary;
    private final TProtocol compact;
    private RequestBuffer payload;
    private RequestHeader header;

    HeaderTransport(
            SocketStream stream,
            ConnectionLimits limits,
            FrameBudget budget,
            BiFunction<MessageTransport, ConnectionLimits, TProtocol> binary)
            throws TTransportException {
        super(stream, limits);
        this.frame = new RequestBuffer(limits, budget);
        this.inflated = new RequestBuffer(limits, budget);
        this.payload = frame;
        this.header = RequestHeader.NONE;
        this.binary = binary.apply(this, limits);
        // A request that cannot be read must be answered, too, and who sends transforms that we do
        // not know is fbthrift, which reads version 2 only.
        this.compact = new CompactProtocol(this, limits, CompactProtocol.NEWEST_VERSION);
    }

    @Override
    void beginRequest() throws TTransportException, TApplicationException {
        frame.readFrame(stream);
        header = RequestHeader.take(frame);
        if (header.refusedTransform().isPresent()) {
            throw new TApplicationException(
                    TApplicationException.INVALID_TRANSFORM,
                    "transform %d: a payload may have no transform but 1 (zlib), and that once"
                            .formatted(header.refusedTransform().getAsInt()));
        }
        payload = header.zlib() ? inflated : frame;
        if (header.zlib()) {
            inflated.inflate(frame);
        }
        resetConsumedMessageSize(-1);
        updateKnownMessageSize(payload.remaining());
    }

    @Override
    void endRequest() {
        frame.clear();
        inflated.clear();
    }

    @Override
    TProtocol protocol() {
        return header.protocolId() == RequestHeader.BINARY ? binary : compact;
    }

    @Override
    boolean knowsWhereRequestsEnd() {
        return true;
    }

    @Override
    public int read(byte[] target, int offset, int wanted) throws TTransportException {
        int count = payload.read(target, offset, wanted);
        countConsumedMessageBytes(count);
        return count;
    }

    @Override
    int replyHeaderBytes() {
        return RequestHeader.REPLY_BYTES;
    }

    @Override
    void send(byte[] buffer, int total) throws TTransportException {
        byte[] reply = header.zlib() ? deflated(buffer, total) : buffer;
        int size = header.zlib() ? reply.length : total;
        header.putReply(reply, size);
        stream.write(reply, size);
    }

    private static byte[] deflated(byte[] buffer, int total) throws TTransportException {
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        reply.write(buffer, 0, RequestHeader.REPLY_BYTES);
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(reply)) {
            deflater.write(buffer, RequestHeader.REPLY_BYTES, total - RequestHeader.REPLY_BYTES);
        } catch (IOException e) {
            throw new TTransportException(TTransportException.UNKNOWN, e);
        }
        return reply.toByteArray();
    }
}
