package io.katran.server.thrift;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.transport.TMemoryInputTransport;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;

/**
 * The client's side of THeader, which Apache's Java library lacks. Insists on replies that repeat
 * what the request said.
 */
final class HeaderClientTransport extends TTransport {

    private static final int FLAGS = 0x0001;

    private final TSocket socket;
    private final int protocolId;
    private final boolean zlib;
    private final ByteArrayOutputStream request = new ByteArrayOutputStream();
    private TMemoryInputTransport reply = new TMemoryInputTransport(new byte[0]);
    private int sequence = 0xfffffff0;

    HeaderClientTransport(TSocket socket, int protocolId, boolean zlib) throws TTransportException {
        this.socket = socket;
        this.protocolId = protocolId;
        this.zlib = zlib;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        request.write(bytes, offset, length);
    }

    @Override
    public void flush() throws TTransportException {
        byte[] payload = zlib ? deflated(request.toByteArray()) : request.toByteArray();
        request.reset();
        sequence++;
        ByteBuffer frame = ByteBuffer.allocate(head().length + Integer.BYTES + payload.length);
        frame.putInt(frame.capacity() - Integer.BYTES).put(head()).put(payload);
        socket.write(frame.array());
        socket.flush();
    }

    /** All of a frame between its length and its payload. */
    private byte[] head() {
        byte[] transforms = zlib ? new byte[] {1, 1, 0} : new byte[] {0, 0, 0};
        return ByteBuffer.allocate(14)
                .putShort((short) 0x0fff)
                .putShort((short) FLAGS)
                .putInt(sequence)
                .putShort((short) 1)
                .put((byte) protocolId)
                .put(transforms)
                .array();
    }

    @Override
    public int read(byte[] target, int offset, int wanted) throws TTransportException {
        if (reply.getBytesRemainingInBuffer() == 0) {
            readReply();
        }
        return reply.read(target, offset, wanted);
    }

    private void readReply() throws TTransportException {
        byte[] prefix = new byte[Integer.BYTES];
        socket.readAll(prefix, 0, prefix.length);
        byte[] head = new byte[head().length];
        socket.readAll(head, 0, head.length);
        if (!ByteBuffer.wrap(head).equals(ByteBuffer.wrap(head()))) {
            throw new AssertionError("the reply's header is not that of the request");
        }
        byte[] payload = new byte[ByteBuffer.wrap(prefix).getInt() - head.length];
        socket.readAll(payload, 0, payload.length);
        reply = new TMemoryInputTransport(new TConfiguration(), zlib ? inflated(payload) : payload);
    }

    static byte[] deflated(byte[] payload) {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(deflated)) {
            deflater.write(payload);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return deflated.toByteArray();
    }

    static byte[] inflated(byte[] payload) {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(payload))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public void open() throws TTransportException {
        socket.open();
    }

    @Override
    public void close() {
        socket.close();
    }

    @Override
    public TConfiguration getConfiguration() {
        return socket.getConfiguration();
    }

    @Override
    public void updateKnownMessageSize(long size) throws TTransportException {
        reply.updateKnownMessageSize(size);
    }

    @Override
    public void resetMessageSizeAndConsumedBytes(long size) throws TTransportException {
        reply.resetMessageSizeAndConsumedBytes(size);
    }

    @Override
    public void checkReadBytesAvailable(long count) throws TTransportException {
        reply.checkReadBytesAvailable(count);
    }
}
