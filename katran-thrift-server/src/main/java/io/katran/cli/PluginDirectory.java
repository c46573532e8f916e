package io.katran.cli;

import java.nio.file.Path;
import java.util.Optional;

/** Where the launcher says that the plugins are. */
final class PluginDirectory {
    private static final String PROPERTY = "katran.plugins.dir";

    private PluginDirectory() {}

    static Optional<Path> find() {
        return Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of);
    }
}
