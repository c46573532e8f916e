package io.katran.server.thrift;

import org.apache.thrift.TException;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TProtocolException;
import org.apache.thrift.transport.TTransport;

/**
 * The compact protocol in version 1 (Apache Thrift) and version 2 (fbthrift). A reply has the
 * version of the request.
 *
 * <p>The versions differ in the byte order of doubles only, and the interface has none.
 */
final class CompactProtocol extends TCompactProtocol {

    static final int PROTOCOL_ID = 0x82;
    static final int NEWEST_VERSION = 2;

    private static final int VERSION_MASK = 0x1f;
    private static final int TYPE_SHIFT = 5;
    private static final int VARINT_BITS = 7;
    private static final int VARINT_MASK = 0x7f;
    private static final int VARINT_MORE = 0x80;

    private int version;

    CompactProtocol(TTransport transport, ConnectionLimits limits) {
        this(transport, limits, 1);
    }

    /** Writes in {@code version} what it writes before it has read anything. */
    CompactProtocol(TTransport transport, ConnectionLimits limits, int version) {
        super(transport, limits.maxStringBytes(), limits.maxContainerElements());
        this.version = version;
    }

    /** Whether a message of a version we speak begins with these two bytes. */
    static boolean begins(byte first, byte second) {
        int version = second & VERSION_MASK;
        return (first & 0xff) == PROTOCOL_ID && version >= 1 && version <= NEWEST_VERSION;
    }

    @Override
    public TMessage readMessageBegin() throws TException {
        byte id = readByte();
        byte versionAndType = readByte();
        if (!begins(id, versionAndType)) {
            throw new TProtocolException(
                    TProtocolException.BAD_VERSION,
                    "a message begins with %02x%02x, not with compact version 1 or 2"
                            .formatted(id, versionAndType));
        }
        version = versionAndType & VERSION_MASK;
        int sequence = readUnsignedVarint();
        return new TMessage(readString(), (byte) ((versionAndType & 0xff) >> TYPE_SHIFT), sequence);
    }

    @Override
    public void writeMessageBegin(TMessage message) throws TException {
        writeByte((byte) PROTOCOL_ID);
        writeByte((byte) (message.type << TYPE_SHIFT | version));
        writeUnsignedVarint(message.seqid);
        writeString(message.name);
    }

    private int readUnsignedVarint() throws TException {
        int value = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += VARINT_BITS) {
            byte next = readByte();
            value |= (next & VARINT_MASK) << shift;
            if ((next & VARINT_MORE) == 0) {
                return value;
            }
        }
        throw new TProtocolException(
                TProtocolException.INVALID_DATA, "a varint of 32 bits goes on past 5 bytes");
    }

    private void writeUnsignedVarint(int value) throws TException {
        int rest = value;
        while ((rest & ~VARINT_MASK) != 0) {
            writeByte((byte) (rest & VARINT_MASK | VARINT_MORE));
            rest >>>= VARINT_BITS;
        }
        writeByte((byte) rest);
    }
}
