package io.katran.server.plugins;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/**
 * Loads one plugin. It sees the JDK, its own jars, and of the host only what the plugin interface
 * is made of; so it can bring any version of any library. This keeps classes apart, not trust.
 */
final class PluginClassLoader extends URLClassLoader {
    private static final List<String> SHARED =
            List.of(
                    "io.katran.api.",
                    "io.katran.spi.",
                    "com.typesafe.config.",
                    "com.codahale.metrics.",
                    "org.slf4j.",
                    "org.jspecify.");

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader host;

    PluginClassLoader(String name, List<URL> jars, ClassLoader host) {
        super("plugin " + name, jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        this.host = host;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return SHARED.stream().anyMatch(name::startsWith)
                ? host.loadClass(name)
                : super.loadClass(name, resolve);
    }
}
