package io.katran.cli.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** One JSON object a line: {@code {"id", "hex", "fresh"}} or {@code {"action", ...}}. */
final class JsonStepReader implements StepReader {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final BufferedReader lines;
    private int lineNumber;

    JsonStepReader(InputStream in) {
        lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    @Override
    public Optional<Step> next() throws IOException {
        String line;
        do {
            line = lines.readLine();
            lineNumber++;
        } while (line != null && line.isBlank());
        return line == null ? Optional.empty() : Optional.of(parse(line));
    }

    private Step parse(String line) {
        String where = "line " + lineNumber;
        JsonNode node;
        try {
            node = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return new Step.Malformed(where, "not JSON: " + e.getOriginalMessage());
        }
        if (node.path("action").isTextual()) {
            return new Step.Action(node.get("action").asText(), node);
        }
        String id = node.has("id") ? node.get("id").asText() : where;
        if (!node.path("hex").isTextual()) {
            return new Step.Malformed(
                    id,
                    "expected {\"id\": \"...\", \"hex\": \"<frame>\"} or {\"action\": \"...\"}");
        }
        try {
            byte[] frame = HexFormat.of().parseHex(node.get("hex").asText());
            return new Step.Packet(id, frame, node.path("fresh").asBoolean(false));
        } catch (IllegalArgumentException e) {
            return new Step.Malformed(id, "hex: " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
