package io.katran.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import io.katran.api.ErrorCode;
import io.katran.api.KatranException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where results go besides the terminal. */
final class Output {
    private Output() {}

    static void write(Path file, JsonNode json) {
        try {
            Files.writeString(file, json.toPrettyString() + "\n");
        } catch (IOException e) {
            throw new KatranException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--json: cannot write " + file + ": " + e.getMessage(),
                    e);
        }
    }
}
