package io.katran.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of the product, as it was built. */
public final class ProductVersion {
    private static final String RESOURCE = "/katran-version.txt";

    private ProductVersion() {}

    public static String text() {
        try (InputStream in = ProductVersion.class.getResourceAsStream(RESOURCE)) {
            return in == null
                    ? "unknown"
                    : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
    }
}
