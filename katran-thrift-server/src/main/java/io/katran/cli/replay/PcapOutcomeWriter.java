package io.katran.cli.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.katran.dataplane.bpf.BpfSession.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * Writes the frames that leave or pass; dropped ones are left out. Errors, which pcap has no place
 * for, go to a text stream.
 */
final class PcapOutcomeWriter implements OutcomeWriter {
    private static final Set<String> LEAVING = Set.of("TX", "PASS", "REDIRECT");
    private static final short MAJOR = 2;
    private static final short MINOR = 4;
    private static final int SNAP_LENGTH = 65535;

    private final OutputStream out;
    private final PrintWriter errors;

    PcapOutcomeWriter(OutputStream out, PrintWriter errors) throws IOException {
        this.out = out;
        this.errors = errors;
        out.write(
                ByteBuffer.allocate(PcapReader.FILE_HEADER)
                        .putInt(PcapReader.MAGIC_MICROS)
                        .putShort(MAJOR)
                        .putShort(MINOR)
                        .putInt(0)
                        .putInt(0)
                        .putInt(SNAP_LENGTH)
                        .putInt(PcapReader.LINK_ETHERNET)
                        .array());
    }

    /**
     * The time of a packet is its number in seconds: replayed packets have no time of their own.
     */
    @Override
    public void packet(String id, Outcome outcome) throws IOException {
        if (!LEAVING.contains(outcome.verdict())) {
            return;
        }
        int length = outcome.frame().length;
        out.write(
                ByteBuffer.allocate(PcapReader.RECORD_HEADER)
                        .putInt(id.chars().allMatch(Character::isDigit) ? Integer.parseInt(id) : 0)
                        .putInt(0)
                        .putInt(length)
                        .putInt(length)
                        .array());
        out.write(outcome.frame());
    }

    @Override
    public void error(ObjectNode error) {
        errors.println(error);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
