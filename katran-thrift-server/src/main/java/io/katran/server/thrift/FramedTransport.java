package io.katran.server.thrift;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.BiFunction;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TTransportException;

/**
 * Requests with their length in front. The frame is read whole before anything is made of it;
 * memory for it is taken as its bytes arrive, so that a length which nothing follows costs nothing.
 */
final class FramedTransport extends MessageTransport {

    private static final byte[] NO_FRAME = {};

    private final FrameBudget budget;
    private final TProtocol protocol;
    private byte[] frame = NO_FRAME;
    private int length;
    private int position;
    private long reserved;

    FramedTransport(
            SocketStream stream,
            ConnectionLimits limits,
            FrameBudget budget,
            BiFunction<MessageTransport, ConnectionLimits, TProtocol> protocol)
            throws TTransportException {
        super(stream, limits);
        this.budget = budget;
        this.protocol = protocol.apply(this, limits);
    }

    @Override
    void beginRequest() throws TTransportException {
        byte[] prefix = new byte[Integer.BYTES];
        stream.readFully(prefix, 0, prefix.length);
        length = ByteBuffer.wrap(prefix).getInt();
        if (length <= 0 || length > limits.maxFrameBytes()) {
            throw new TTransportException(
                    TTransportException.MESSAGE_SIZE_LIMIT,
                    "frame of " + length + " bytes is outside 1.." + limits.maxFrameBytes());
        }
        readFrame();
        resetConsumedMessageSize(-1);
        updateKnownMessageSize(length);
    }

    private void readFrame() throws TTransportException {
        for (int filled = 0; filled < length; ) {
            if (filled == frame.length) {
                grow();
            }
            int wanted = Math.min(frame.length, length) - filled;
            stream.readFully(frame, filled, wanted);
            filled += wanted;
        }
    }

    private void grow() throws TTransportException {
        int larger = (int) Math.min(length, Math.max(FrameBudget.FREE_BYTES, 2L * frame.length));
        long more = Math.max(0, larger - FrameBudget.FREE_BYTES) - reserved;
        if (!budget.reserve(more)) {
            throw new TTransportException(
                    TTransportException.MESSAGE_SIZE_LIMIT,
                    "frame of %d bytes: requests of all connections would hold more than %d bytes"
                            .formatted(length, limits.maxBufferedBytes()));
        }
        reserved += more;
        frame = Arrays.copyOf(frame, larger);
    }

    /** Small frames share one buffer, large ones are given back. */
    @Override
    void endRequest() {
        if (reserved > 0) {
            budget.release(reserved);
            reserved = 0;
            frame = NO_FRAME;
        }
        length = 0;
        position = 0;
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
        int count = Math.min(wanted, length - position);
        if (count <= 0 && wanted > 0) {
            throw new TTransportException(
                    TTransportException.CORRUPTED_DATA,
                    "the request goes on past its frame of " + length + " bytes");
        }
        System.arraycopy(frame, position, target, offset, count);
        position += count;
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
