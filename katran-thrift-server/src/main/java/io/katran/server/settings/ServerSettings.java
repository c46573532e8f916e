package io.katran.server.settings;

import com.typesafe.config.Config;
import io.katran.api.SettingsException;
import io.katran.api.SettingsReader;
import io.katran.control.settings.Settings;
import io.katran.control.settings.SettingsFile;
import java.nio.file.Path;
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

    /**
     * Reads a file, under system properties and over the documented defaults.
     *
     * @throws SettingsException if the file cannot be read or anything in it is wrong
     */
    public static ServerSettings load(Path file) {
        return read(SettingsFile.open(file, ServerSettings.class.getClassLoader()));
    }

    private static ServerSettings read(SettingsReader root) {
        Settings core = Settings.read(root);
        ThriftSettings thrift = ThriftSettings.read(root.block("thrift"));
        AdminSettings admin = AdminSettings.read(root.block("admin"));
        boolean taken =
                thrift.port() != 0
                        && thrift.port() == admin.port()
                        && thrift.addresses().contains(admin.address());
        if (root.clean() && taken) {
            root.block("admin")
                    .problem("port", admin.port() + " on " + admin.address() + " is thrift's");
        }
        Config plugins = root.block("plugins").remaining();
        root.finish();
        return new ServerSettings(core, thrift, admin, plugins, root.warnings());
    }
}
