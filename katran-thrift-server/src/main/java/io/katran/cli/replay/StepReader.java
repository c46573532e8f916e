package io.katran.cli.replay;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the input step by step, so that its size does not matter. */
interface StepReader extends AutoCloseable {

    /** The next step; empty at the end. */
    Optional<Step> next() throws IOException;

    @Override
    void close() throws IOException;

    /** Opens a pcap or JSON-lines file; the first bytes tell which. {@code -} is standard input. */
    static StepReader open(String path) throws IOException {
        InputStream in =
                new BufferedInputStream(
                        path.equals("-") ? System.in : Files.newInputStream(Path.of(path)));
        in.mark(Integer.BYTES);
        byte[] magic = in.readNBytes(Integer.BYTES);
        in.reset();
        return PcapReader.isPcap(magic) ? new PcapReader(in) : new JsonStepReader(in);
    }
}
