package io.katran.cli.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.katran.dataplane.bpf.BpfSession.Outcome;
import java.io.IOException;
import java.io.Writer;
import java.util.HexFormat;

/** One JSON object a line: {@code {"id", "verdict", "hex"}} or {@code {"id", "error"}}. */
final class JsonOutcomeWriter implements OutcomeWriter {
    private final Writer out;

    JsonOutcomeWriter(Writer out) {
        this.out = out;
    }

    @Override
    public void packet(String id, Outcome outcome) throws IOException {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("id", id);
        line.put("verdict", outcome.verdict());
        line.put("hex", HexFormat.of().formatHex(outcome.frame()));
        write(line);
    }

    @Override
    public void error(ObjectNode error) throws IOException {
        write(error);
    }

    @Override
    public void end(ObjectNode counters) throws IOException {
        write(counters);
    }

    private void write(ObjectNode line) throws IOException {
        out.write(line + "\n");
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
