package io.katran.plugins.discovery.consul;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** An ACL token: a secret, so no message shows it. */
final class Token {
    private Token() {}

    /**
     * A token that a header can carry.
     *
     * @throws IllegalArgumentException if it cannot
     */
    static String check(String text) {
        boolean fits = !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c <= '~');
        if (!fits) {
            throw new IllegalArgumentException(
                    "is empty or has characters other than printable ASCII without blanks");
        }
        return text;
    }

    /** The token of now; the file is read again each time, because tokens are replaced. */
    static Optional<String> of(ConsulSettings settings) throws IOException {
        if (settings.tokenFile().isEmpty()) {
            return settings.token();
        }
        Path file = settings.tokenFile().get();
        try {
            return Optional.of(check(Files.readString(file).strip()));
        } catch (NoSuchFileException e) {
            throw new IOException("token-file " + file + ": no such file", e);
        } catch (IllegalArgumentException e) {
            throw new IOException("token-file " + file + ": " + e.getMessage(), e);
        }
    }
}
