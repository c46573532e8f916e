package io.katran.server.plugins;

import io.katran.api.ErrorCode;
import io.katran.api.KatranException;
import io.katran.api.SettingsException;
import io.katran.spi.Plugin;
import java.util.ServiceConfigurationError;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A plugin or what was found in its place, and the only way into its code. */
final class HostedPlugin {
    private static final Logger LOG = LoggerFactory.getLogger(HostedPlugin.class);

    private final String name;
    private final String source;
    private final ClassLoader loader;
    private final @Nullable Plugin plugin;
    private volatile @Nullable String failure;

    HostedPlugin(String name, String source, ClassLoader loader, @Nullable Plugin plugin) {
        this.name = name;
        this.source = source;
        this.loader = loader;
        this.plugin = plugin;
    }

    String name() {
        return name;
    }

    String source() {
        return source;
    }

    @Nullable Plugin plugin() {
        return plugin;
    }

    @Nullable String failure() {
        return failure;
    }

    /** Takes the plugin out of use; only the first reason is kept and logged. */
    synchronized void quarantine(String reason, @Nullable Throwable cause) {
        if (failure == null) {
            failure = reason;
            LOG.error("plugin {} ({}) is not used: {}", name, source, reason, cause);
        }
    }

    /**
     * Calls the plugin's code with its class loader as the thread's.
     *
     * @throws SettingsException as the plugin threw it
     * @throws KatranException if it failed in any other way; it is quarantined then
     */
    <T> T call(String what, Callable<T> code) {
        try {
            return inItsLoader(code);
        } catch (SettingsException e) {
            throw e;
        } catch (Exception | LinkageError | ServiceConfigurationError e) {
            String reason = what + " failed: " + e;
            quarantine(reason, e);
            throw new KatranException(
                    ErrorCode.INTERNAL, "plugin " + name + " (" + source + "): " + reason, e);
        }
    }

    /** Calls the plugin's code with its class loader as the thread's. */
    <T> T inItsLoader(Callable<T> code) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return code.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public String toString() {
        return name + " (" + source + ")";
    }
}
