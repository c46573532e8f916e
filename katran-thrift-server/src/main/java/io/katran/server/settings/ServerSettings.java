package io.katran.server.settings;

import com.typesafe.config.Config;
import io.katran.api.SettingsException;
import io.katran.api.SettingsReader;
import io.katran.control.settings.Settings;
import io.katran.control.settings.SettingsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * All settings of a server, complete and valid, except those that plugins check.
 *
 * @param plugins what is at {@code katran.plugins}: one block for each plugin, origins kept
 * @param warnings of the core and of the server, in the order of the file
 */
public record ServerSettings(
        Settings core,
        ThriftSettings thrift,
        AdminSettings admin,
        Config plugins,
        List<String> warnings) {

    /** Judges what the core's settings ask of plugins, given what is at {@code katran.plugins}. */
    @FunctionalInterface
    public interface PluginCheck {
        /** Each problem as {@code file:line: key: what is wrong, what is allowed}. */
        List<String> problems(Settings core, Config plugins);
    }

    /**
     * Reads a file, under system properties and over the documented defaults.
     *
     * @throws SettingsException if the file cannot be read or anything in it is wrong
     */
    public static ServerSettings load(Path file) {
        return load(file, (core, plugins) -> List.of());
    }

    /**
     * As {@link #load(Path)}, and has what belongs to plugins checked in the same go, as far as the
     * rest is right.
     *
     * @throws SettingsException if the file cannot be read or anything in it is wrong
     */
    public static ServerSettings load(Path file, PluginCheck pluginCheck) {
        SettingsReader root = SettingsFile.open(file, ServerSettings.class.getClassLoader());
        Settings core = Settings.read(root);
        ThriftSettings thrift = ThriftSettings.read(root.block("thrift"));
        AdminSettings admin = AdminSettings.read(root.block("admin"));
        checkPorts(root, thrift, admin);
        Config plugins = root.block("plugins").remaining();
        finish(root, pluginCheck.problems(core, plugins));
        return new ServerSettings(core, thrift, admin, plugins, root.warnings());
    }

    private static void checkPorts(
            SettingsReader root, ThriftSettings thrift, AdminSettings admin) {
        boolean taken =
                thrift.port() != 0
                        && thrift.port() == admin.port()
                        && thrift.addresses().contains(admin.address());
        if (taken) {
            root.block("admin")
                    .problem("port", admin.port() + " on " + admin.address() + " is thrift's");
        }
    }

    private static void finish(SettingsReader root, List<String> pluginProblems) {
        List<String> problems = new ArrayList<>();
        try {
            root.finish();
        } catch (SettingsException e) {
            problems.addAll(e.problems());
        }
        problems.addAll(pluginProblems);
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }
}
