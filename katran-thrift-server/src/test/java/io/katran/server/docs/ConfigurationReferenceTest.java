package io.katran.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {
    private static final Path ROOT = Path.of("..");
    private static final Path FILE = ROOT.resolve("docs/configuration.md");

    @Test
    void the_document_says_what_the_reference_files_say() throws IOException {
        String current = ConfigurationReference.write(ROOT);
        if (Boolean.getBoolean("katran.docs.write")) {
            Files.writeString(FILE, current);
        }

        assertThat(Files.readString(FILE))
                .as("docs/configuration.md is stale: its first lines say how to write it again")
                .isEqualTo(current);
    }
}
