package io.katran.server.plugins;

import io.katran.spi.Plugin;
import io.katran.spi.SpiVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds plugins: those on the class path, and those in the subdirectories of a directory, each
 * subdirectory with the jars of one plugin. What does not load becomes a quarantined plugin.
 */
final class PluginFinder {
    private static final Logger LOG = LoggerFactory.getLogger(PluginFinder.class);
    private static final ClassLoader HOST = PluginFinder.class.getClassLoader();

    private final List<HostedPlugin> found = new ArrayList<>();
    private final List<PluginClassLoader> loaders = new ArrayList<>();

    List<HostedPlugin> found() {
        return found;
    }

    /** To be closed when no plugin is in use any more. */
    List<PluginClassLoader> loaders() {
        return loaders;
    }

    void searchClassPath() {
        load("class path", "class path", HOST);
    }

    void searchDirectory(Path directory) {
        if (!Files.isDirectory(directory)) {
            LOG.warn("no directory of plugins at {}", directory);
            return;
        }
        for (Path home : list(directory)) {
            if (Files.isDirectory(home)) {
                loadHome(home);
            }
        }
    }

    private void loadHome(Path home) {
        String name = home.getFileName().toString();
        List<URL> jars =
                list(home).stream()
                        .filter(file -> file.toString().endsWith(".jar"))
                        .map(PluginFinder::url)
                        .toList();
        PluginClassLoader loader = new PluginClassLoader(name, jars, HOST);
        loaders.add(loader);
        int before = found.size();
        load(name, home.toString(), loader);
        if (found.size() == before) {
            absent(name, home.toString(), loader)
                    .quarantine(
                            jars.isEmpty()
                                    ? "it has no jar"
                                    : "none of its jars names an implementation of "
                                            + Plugin.class.getName()
                                            + " in META-INF/services",
                            null);
        }
    }

    private void load(String name, String source, ClassLoader loader) {
        Iterator<Plugin> plugins = ServiceLoader.load(Plugin.class, loader).iterator();
        boolean more = true;
        while (more) {
            try {
                more = plugins.hasNext();
                if (more) {
                    add(plugins.next(), source, loader);
                }
            } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
                absent(name, source, loader).quarantine("loading failed: " + e, e);
                more = !(e instanceof LinkageError);
            }
        }
    }

    private HostedPlugin absent(String name, String source, ClassLoader loader) {
        HostedPlugin plugin = new HostedPlugin(name, source, loader, null);
        found.add(plugin);
        return plugin;
    }

    private void add(Plugin plugin, String source, ClassLoader loader) {
        SpiVersion version = plugin.spiVersion();
        HostedPlugin hosted = new HostedPlugin(plugin.name(), source, loader, plugin);
        found.add(hosted);
        if (!SpiVersion.CURRENT.accepts(version)) {
            hosted.quarantine(
                    "it was built for version "
                            + version
                            + " of the plugin interface, this is "
                            + SpiVersion.CURRENT
                            + "; use a plugin of the same major and no newer minor version",
                    null);
        }
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("a file always has a URL: " + jar, e);
        }
    }
}
