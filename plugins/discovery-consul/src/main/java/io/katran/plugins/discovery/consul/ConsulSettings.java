package io.katran.plugins.discovery.consul;

import io.katran.api.SettingsException;
import io.katran.api.SettingsReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The block {@code discovery { type = consul ... }}.
 *
 * @param weightKey the key of an instance's Meta that holds its weight
 */
record ConsulSettings(
        URI address,
        String service,
        List<String> tags,
        Optional<String> datacenter,
        Optional<String> filter,
        boolean passingOnly,
        Optional<String> weightKey,
        EmptyAnswer empty,
        boolean stale,
        Optional<String> token,
        Optional<Path> tokenFile,
        Optional<Path> ca,
        Duration maxWait,
        Duration timeout,
        Duration interval,
        Duration retryMin,
        Duration retryMax) {

    /** What an answer without instances means. */
    enum EmptyAnswer {
        KEEP,
        DROP
    }

    private static final String META = "meta:";
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(10);

    /**
     * @throws SettingsException if anything is wrong
     */
    static ConsulSettings read(SettingsReader reader) {
        ConsulSettings settings =
                new ConsulSettings(
                        reader.parsed("address", URI.create("http://x"), ConsulSettings::uri),
                        reader.text("service"),
                        reader.list("tags", tag -> tag),
                        reader.optional("datacenter", reader::text),
                        reader.optional("filter", reader::text),
                        reader.onOff("passing-only"),
                        reader.parsed("weight-from", Optional.empty(), ConsulSettings::weightKey),
                        reader.choice("empty", EmptyAnswer.class),
                        reader.onOff("stale"),
                        reader.optional("token", key -> reader.parsed(key, "", Token::check)),
                        reader.optional("token-file", key -> path(reader, key)),
                        reader.optional("ca", key -> path(reader, key)),
                        reader.duration("wait", Duration.ofSeconds(1), Duration.ofMinutes(10)),
                        reader.duration("timeout", Duration.ofMillis(100), Duration.ofMinutes(1)),
                        reader.duration("interval", SHORTEST, Duration.ofMinutes(1)),
                        reader.duration("retry-min", SHORTEST, LONGEST_RETRY),
                        reader.duration("retry-max", SHORTEST, LONGEST_RETRY));
        settings.compare(reader);
        reader.finish();
        return settings;
    }

    private void compare(SettingsReader reader) {
        if (!reader.clean()) {
            return;
        }
        if (token.isPresent() && tokenFile.isPresent()) {
            reader.problem("token", "is given and token-file as well; give one of them");
        }
        if (ca.isPresent() && !address.getScheme().equals("https")) {
            reader.problem("ca", "has no use: the address " + address + " is not https://");
        }
        if (retryMax.compareTo(retryMin) < 0) {
            String key = reader.isGiven("retry-max") ? "retry-max" : "retry-min";
            reader.problem(key, "retry-max is less than retry-min");
        }
    }

    private static Path path(SettingsReader reader, String key) {
        return reader.parsed(key, Path.of(""), Path::of);
    }

    private static URI uri(String text) {
        try {
            URI uri = new URI(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && text.equals(plain(uri))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // The message below says what is allowed.
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" is not http://HOST:PORT or https://HOST:PORT");
    }

    private static String plain(URI uri) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return uri.getScheme() + "://" + uri.getHost() + port;
    }

    private static Optional<String> weightKey(String text) {
        if (text.equals("service")) {
            return Optional.empty();
        }
        if (text.startsWith(META) && text.length() > META.length()) {
            return Optional.of(text.substring(META.length()));
        }
        throw new IllegalArgumentException("\"" + text + "\" is not service or meta:KEY");
    }
}
