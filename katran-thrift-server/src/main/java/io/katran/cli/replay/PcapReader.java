package io.katran.cli.replay;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Reads the classic pcap format: a header of 24 bytes, then for each packet a header of 16 bytes
 * and the captured bytes. Either byte order, micro- or nanoseconds.
 */
final class PcapReader implements StepReader {
    static final int MAGIC_MICROS = 0xa1b2c3d4;
    static final int MAGIC_NANOS = 0xa1b23c4d;
    static final int LINK_ETHERNET = 1;
    static final int FILE_HEADER = 24;
    static final int RECORD_HEADER = 16;

    private static final int MAX_FRAME = 1 << 20;

    private final InputStream in;
    private final ByteOrder order;
    private int number;

    PcapReader(InputStream in) throws IOException {
        this.in = in;
        ByteBuffer header = ByteBuffer.wrap(in.readNBytes(FILE_HEADER));
        if (header.remaining() < FILE_HEADER) {
            throw new EOFException("the pcap file ends inside its header");
        }
        this.order = isMagic(header.getInt(0)) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        int link = header.order(order).getInt(20) & 0xffff;
        if (link != LINK_ETHERNET) {
            throw new IOException(
                    "the pcap file has link type " + link + "; only Ethernet (1) can be replayed");
        }
    }

    /** Whether a file begins as pcap files do. */
    static boolean isPcap(byte[] start) {
        if (start.length < Integer.BYTES) {
            return false;
        }
        int magic = ByteBuffer.wrap(start).getInt();
        return isMagic(magic) || isMagic(Integer.reverseBytes(magic));
    }

    private static boolean isMagic(int magic) {
        return magic == MAGIC_MICROS || magic == MAGIC_NANOS;
    }

    @Override
    public Optional<Step> next() throws IOException {
        byte[] bytes = in.readNBytes(RECORD_HEADER);
        if (bytes.length == 0) {
            return Optional.empty();
        }
        String id = Integer.toString(++number);
        if (bytes.length < RECORD_HEADER) {
            return Optional.of(new Step.Malformed(id, "the pcap file ends inside a record header"));
        }
        ByteBuffer header = ByteBuffer.wrap(bytes).order(order);
        int captured = header.getInt(8);
        int original = header.getInt(12);
        if (captured < 0 || captured > MAX_FRAME) {
            throw new IOException("packet " + id + " claims " + captured + " captured bytes");
        }
        byte[] frame = in.readNBytes(captured);
        if (frame.length < captured) {
            return Optional.of(new Step.Malformed(id, "the pcap file ends inside the packet"));
        }
        return Optional.of(
                captured < original
                        ? new Step.Malformed(
                                id, captured + " of " + original + " bytes were captured")
                        : new Step.Packet(id, frame, false));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
