package io.katran.cli.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.katran.dataplane.bpf.BpfSession.Outcome;
import java.io.IOException;

/** Takes what came of each step. */
interface OutcomeWriter extends AutoCloseable {

    void packet(String id, Outcome outcome) throws IOException;

    /**
     * A step that could not be carried out: an object with {@code id} or {@code action}, and {@code
     * error}.
     */
    void error(ObjectNode error) throws IOException;

    @Override
    void close() throws IOException;
}
