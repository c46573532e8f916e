package io.katran.server.thrift;

import java.nio.ByteBuffer;
import java.util.OptionalInt;
import org.apache.thrift.transport.TTransportException;

/**
 * What a THeader frame says in front of its payload, as far as a reply depends on it.
 *
 * <pre>
 *  0  u16     magic 0x0fff
 *  2  u16     flags
 *  4  u32     sequence number
 *  8  u16     words of 4 bytes that follow before the payload
 * 10  varint  protocol
 *     varint  number of transforms, and a varint for each
 *     ...     keys and values, then zeros
 * </pre>
 *
 * <p>Keys and values (client metadata, timeouts) mean nothing to this service. They are skipped by
 * the header's length, so whatever they are cannot do harm.
 *
 * @param flags as in the request; a reply repeats them
 * @param sequence by which the client finds the call that a reply belongs to
 * @param protocolId {@link #BINARY} or {@link #COMPACT}
 * @param zlib whether the payload is compressed; a reply then is, too
 * @param refusedTransform the first transform that cannot be undone here; the payload is unreadable
 *     then
 */
record RequestHeader(
        short flags, int sequence, int protocolId, boolean zlib, OptionalInt refusedTransform) {

    static final short MAGIC = 0x0fff;
    static final int BINARY = 0;
    static final int COMPACT = 2;
    static final int ZLIB = 1;

    /** Before the first request. */
    static final RequestHeader NONE =
            new RequestHeader((short) 0, 0, COMPACT, false, OptionalInt.empty());

    /** Size of a reply's frame up to its payload, the length in front included. */
    static final int REPLY_BYTES = 18;

    private static final int FIXED_BYTES = 10;
    private static final int WORD_BYTES = 4;
    private static final int VARINT_BITS = 7;
    private static final int VARINT_MASK = 0x7f;

    /** Takes the header from the front of a frame and leaves the payload. */
    static RequestHeader take(RequestBuffer frame) throws TTransportException {
        ByteBuffer rest = frame.rest();
        if (rest.remaining() < FIXED_BYTES || rest.getShort() != MAGIC) {
            throw malformed("the frame does not begin as one with a header");
        }
        short flags = rest.getShort();
        int sequence = rest.getInt();
        int size = Short.toUnsignedInt(rest.getShort()) * WORD_BYTES;
        if (size > rest.remaining()) {
            throw malformed(
                    "header of %d bytes in a frame with %d left".formatted(size, rest.remaining()));
        }
        frame.skip(FIXED_BYTES + size);
        return takeVariable(rest.limit(FIXED_BYTES + size), flags, sequence);
    }

    private static RequestHeader takeVariable(ByteBuffer header, short flags, int sequence)
            throws TTransportException {
        int protocolId = takeVarint(header);
        if (protocolId != BINARY && protocolId != COMPACT) {
            throw malformed("protocol " + protocolId + " is neither binary (0) nor compact (2)");
        }
        boolean zlib = false;
        for (long left = Integer.toUnsignedLong(takeVarint(header)); left > 0; left--) {
            int transform = takeVarint(header);
            if (zlib || transform != ZLIB) {
                return new RequestHeader(
                        flags, sequence, protocolId, false, OptionalInt.of(transform));
            }
            zlib = true;
        }
        return new RequestHeader(flags, sequence, protocolId, zlib, OptionalInt.empty());
    }

    /** Writes the header of the reply, whose frame ends at {@code total} bytes. */
    void putReply(byte[] reply, int total) {
        // One word, zeros included: with zlib it has one zero, otherwise two. Clients expect one to
        // four.
        ByteBuffer.wrap(reply)
                .putInt(total - Integer.BYTES)
                .putShort(MAGIC)
                .putShort(flags)
                .putInt(sequence)
                .putShort((short) 1)
                .put((byte) protocolId)
                .put((byte) (zlib ? 1 : 0))
                .put((byte) (zlib ? ZLIB : 0))
                .put((byte) 0);
    }

    private static int takeVarint(ByteBuffer header) throws TTransportException {
        int value = 0;
        for (int shift = 0; shift < Integer.SIZE && header.hasRemaining(); shift += VARINT_BITS) {
            byte next = header.get();
            value |= (next & VARINT_MASK) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed("a number in the header goes on past 5 bytes or the header's end");
    }

    private static TTransportException malformed(String why) {
        return new TTransportException(TTransportException.CORRUPTED_DATA, why);
    }
}
