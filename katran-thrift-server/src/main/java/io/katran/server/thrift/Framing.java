package io.katran.server.thrift;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.Predicate;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;

/**
 * The dialects a client may speak, and how the first bytes of a connection tell them apart. The
 * dialect of the first request is that of the connection.
 *
 * <p>The first four bytes of an unframed request name its protocol: both have the top bit set.
 * Anything else must be the length of a frame, and the four bytes after it name what the frame
 * holds. The lengths that other protocols' greetings would be ("GET ", a TLS hello) are far above
 * every sensible limit, so they are refused after four bytes.
 */
enum Framing {
    UNFRAMED_BINARY(Head.OF_MESSAGE, Framing::isBinary) {
        @Override
        MessageTransport open(SocketStream stream, ConnectionLimits limits, FrameBudget budget)
                throws TTransportException {
            return new UnframedTransport(stream, limits, Framing::binary);
        }
    },
    UNFRAMED_COMPACT(Head.OF_MESSAGE, Framing::isCompact) {
        @Override
        MessageTransport open(SocketStream stream, ConnectionLimits limits, FrameBudget budget)
                throws TTransportException {
            return new UnframedTransport(stream, limits, CompactProtocol::new);
        }
    },
    FRAMED_BINARY(Head.OF_FRAME, Framing::isBinary) {
        @Override
        MessageTransport open(SocketStream stream, ConnectionLimits limits, FrameBudget budget)
                throws TTransportException {
            return new FramedTransport(stream, limits, budget, Framing::binary);
        }
    },
    FRAMED_COMPACT(Head.OF_FRAME, Framing::isCompact) {
        @Override
        MessageTransport open(SocketStream stream, ConnectionLimits limits, FrameBudget budget)
                throws TTransportException {
            return new FramedTransport(stream, limits, budget, CompactProtocol::new);
        }
    },
    HEADER(Head.OF_FRAME, Framing::isHeader) {
        @Override
        MessageTransport open(SocketStream stream, ConnectionLimits limits, FrameBudget budget)
                throws TTransportException {
            return new HeaderTransport(stream, limits, budget, Framing::binary);
        }
    };

    /** Which bytes of a connection tell. */
    private enum Head {
        /** The first four, which are the start of a message. */
        OF_MESSAGE,
        /** The four after a frame's length, which are the start of what it holds. */
        OF_FRAME
    }

    private static final int BINARY_VERSION_1 = 0x8001;

    private final Head head;
    private final Predicate<ByteBuffer> matches;

    Framing(Head head, Predicate<ByteBuffer> matches) {
        this.head = head;
        this.matches = matches;
    }

    /** Starts speaking the dialect on a connection whose first byte is still to be read. */
    abstract MessageTransport open(SocketStream stream, ConnectionLimits limits, FrameBudget budget)
            throws TTransportException;

    /** Waits for the bytes that tell, without taking them. */
    static Framing recognise(SocketStream stream, ConnectionLimits limits)
            throws TTransportException {
        byte[] first = stream.peek(Integer.BYTES);
        for (Framing framing : values()) {
            if (framing.head == Head.OF_MESSAGE && framing.matches.test(ByteBuffer.wrap(first))) {
                return framing;
            }
        }
        requireFrameLength(first, limits);
        byte[] both = stream.peek(2 * Integer.BYTES);
        ByteBuffer inFrame = ByteBuffer.wrap(both, Integer.BYTES, Integer.BYTES).slice();
        for (Framing framing : values()) {
            if (framing.head == Head.OF_FRAME && framing.matches.test(inFrame)) {
                return framing;
            }
        }
        throw unknown(
                both,
                "what a frame holds begins neither as the binary or compact protocol nor as THeader");
    }

    private static void requireFrameLength(byte[] first, ConnectionLimits limits)
            throws TTransportException {
        int length = ByteBuffer.wrap(first).getInt();
        if (length <= 0 || length > limits.maxFrameBytes()) {
            throw unknown(
                    first,
                    "no message begins so, and as the length of a frame %d is outside 1..%d"
                            .formatted(length, limits.maxFrameBytes()));
        }
    }

    private static TTransportException unknown(byte[] head, String why) {
        String text = LogText.printable(new String(head, StandardCharsets.ISO_8859_1));
        String message =
                "first bytes %s (\"%s\") are no Thrift: %s"
                        .formatted(HexFormat.of().formatHex(head), text, why);
        return new TTransportException(TTransportException.CORRUPTED_DATA, message);
    }

    private static boolean isBinary(ByteBuffer head) {
        return Short.toUnsignedInt(head.getShort(0)) == BINARY_VERSION_1;
    }

    private static boolean isCompact(ByteBuffer head) {
        return CompactProtocol.begins(head.get(0), head.get(1));
    }

    private static boolean isHeader(ByteBuffer head) {
        return head.getShort(0) == RequestHeader.MAGIC;
    }

    private static TProtocol binary(TTransport transport, ConnectionLimits limits) {
        return new TBinaryProtocol(
                transport, limits.maxStringBytes(), limits.maxContainerElements(), true, true);
    }
}
