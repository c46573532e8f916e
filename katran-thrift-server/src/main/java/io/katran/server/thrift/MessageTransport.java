package io.katran.server.thrift;

import java.io.ByteArrayOutputStream;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TEndpointTransport;
import org.apache.thrift.transport.TTransportException;

/**
 * One dialect's view of a connection, a request at a time: the protocol reads the current request
 * from it, and writes the reply into it, which goes out as a whole on {@link #flush}. Used by one
 * thread.
 */
abstract class MessageTransport extends TEndpointTransport {

    /** A larger reply's buffer is not kept. */
    private static final int KEPT_REPLY_BYTES = 64 << 10;

    protected final SocketStream stream;
    protected final ConnectionLimits limits;
    private Reply reply = new Reply();

    MessageTransport(SocketStream stream, ConnectionLimits limits) throws TTransportException {
        super(
                TConfiguration.custom()
                        .setMaxMessageSize(limits.maxFrameBytes())
                        .setMaxFrameSize(limits.maxFrameBytes())
                        .build());
        this.stream = stream;
        this.limits = limits;
    }

    /**
     * Starts the next request; its first byte is there.
     *
     * @throws TApplicationException what to answer instead of reading this request; the next one
     *     can be found
     */
    abstract void beginRequest() throws TTransportException, TApplicationException;

    /** The request has been read: gives back what it took. */
    abstract void endRequest();

    /** Reads the current request and writes its reply. */
    abstract TProtocol protocol();

    /** Whether the next request can be found although the current one could not be understood. */
    abstract boolean knowsWhereRequestsEnd();

    /** Writes the reply to the client. */
    abstract void send(byte[] buffer, int length) throws TTransportException;

    /** Bytes to leave free in front of a reply, for a header that {@link #send} fills in. */
    abstract int replyHeaderBytes();

    /** Starts an empty reply, whatever the last one left behind. */
    final void beginReply() {
        reply = reply.size() > KEPT_REPLY_BYTES ? new Reply() : reply;
        reply.reset();
        reply.write(new byte[replyHeaderBytes()], 0, replyHeaderBytes());
    }

    @Override
    public final void write(byte[] bytes, int offset, int length) {
        reply.write(bytes, offset, length);
    }

    @Override
    public final void flush() throws TTransportException {
        send(reply.buffer(), reply.size());
    }

    @Override
    public final boolean isOpen() {
        return true;
    }

    @Override
    public final void open() {
        // The server hands over accepted sockets only.
    }

    /** Gives back what a request in progress took. The socket belongs to the connection. */
    @Override
    public final void close() {
        endRequest();
    }

    private static final class Reply extends ByteArrayOutputStream {
        byte[] buffer() {
            return buf;
        }
    }
}
