package io.katran.server.thrift;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.thrift.transport.TTransportException;

/**
 * The bytes of one request, filled as a whole and then read from front to back. Memory for them is
 * taken as they arrive, so that a length which nothing follows costs nothing, and only after limit
 * and budget were asked. Used by one thread.
 */
final class RequestBuffer {

    private static final byte[] NOTHING = {};

    private final ConnectionLimits limits;
    private final FrameBudget budget;
    private byte[] bytes = NOTHING;
    private int length;
    private int position;
    private long reserved;

    RequestBuffer(ConnectionLimits limits, FrameBudget budget) {
        this.limits = limits;
        this.budget = budget;
    }

    /** Takes a frame from the stream, its length first. */
    void readFrame(SocketStream stream) throws TTransportException {
        byte[] prefix = new byte[Integer.BYTES];
        stream.readFully(prefix, 0, prefix.length);
        int announced = ByteBuffer.wrap(prefix).getInt();
        if (announced <= 0 || announced > limits.maxFrameBytes()) {
            throw tooLarge(
                    "frame of " + announced + " bytes is outside 1.." + limits.maxFrameBytes());
        }
        while (length < announced) {
            growIfFull(announced);
            int wanted = Math.min(bytes.length, announced) - length;
            stream.readFully(bytes, length, wanted);
            length += wanted;
        }
    }

    /** Takes what the rest of another buffer is the zlib form of. */
    void inflate(RequestBuffer compressed) throws TTransportException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(compressed.bytes, compressed.position, compressed.remaining());
            while (!inflater.finished()) {
                requireBelowLimit();
                growIfFull(limits.maxFrameBytes());
                int count = inflater.inflate(bytes, length, bytes.length - length);
                length += count;
                if (count == 0 && !inflater.finished()) {
                    throw corrupted("the zlib data ends early or needs a dictionary");
                }
            }
        } catch (DataFormatException e) {
            throw corrupted("the zlib data cannot be inflated: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }

    private void requireBelowLimit() throws TTransportException {
        if (length >= limits.maxFrameBytes()) {
            throw tooLarge("request inflates to more than " + limits.maxFrameBytes() + " bytes");
        }
    }

    private void growIfFull(int most) throws TTransportException {
        if (length < bytes.length) {
            return;
        }
        int larger = (int) Math.min(most, Math.max(FrameBudget.FREE_BYTES, 2L * bytes.length));
        long more = Math.max(0, larger - FrameBudget.FREE_BYTES) - reserved;
        if (!budget.reserve(more)) {
            throw tooLarge(
                    "request of more than %d bytes: all connections would hold more than %d"
                            .formatted(length, limits.maxBufferedBytes()));
        }
        reserved += more;
        bytes = Arrays.copyOf(bytes, larger);
    }

    int remaining() {
        return length - position;
    }

    /** What is still to be read; reading it there does not move the position here. */
    ByteBuffer rest() {
        return ByteBuffer.wrap(bytes, position, remaining()).slice();
    }

    void skip(int count) {
        position += count;
    }

    /** Reads 1 to {@code wanted} bytes. */
    int read(byte[] target, int offset, int wanted) throws TTransportException {
        int count = Math.min(wanted, remaining());
        if (count <= 0 && wanted > 0) {
            throw corrupted("the request goes on past its end at " + length + " bytes");
        }
        System.arraycopy(bytes, position, target, offset, count);
        position += count;
        return count;
    }

    /** Empties it: small requests share one array, that of a large one is given back. */
    void clear() {
        if (reserved > 0) {
            budget.release(reserved);
            reserved = 0;
            bytes = NOTHING;
        }
        length = 0;
        position = 0;
    }

    private static TTransportException tooLarge(String why) {
        return new TTransportException(TTransportException.MESSAGE_SIZE_LIMIT, why);
    }

    private static TTransportException corrupted(String why) {
        return new TTransportException(TTransportException.CORRUPTED_DATA, why);
    }
}
