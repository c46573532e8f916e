package io.katran.server.plugins;

import java.util.List;
import java.util.Optional;

/**
 * A plugin as it stands.
 *
 * @param name its own name, or that of its directory if it could not be asked
 * @param source {@code class path} or a directory
 * @param types what it offers, as {@code health-check tcp} or {@code discovery file}
 * @param failure why it is quarantined; empty if it works
 */
public record PluginStatus(
        String name, String source, List<String> types, Optional<String> failure) {
    public PluginStatus {
        types = List.copyOf(types);
    }
}
