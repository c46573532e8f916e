package io.katran.control.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import io.katran.api.SettingsException;
import io.katran.api.SettingsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * Opens configurations: system properties over a file over every {@code reference.conf}.
 *
 * <p>The environment counts only where the file says so: {@code interface = ${?KATRAN_INTERFACE}}.
 * A system property counts as a setting if the part after {@code katran.} names a section that
 * exists, so that switches of the process, such as {@code katran.native.path}, can share the
 * prefix.
 */
public final class SettingsFile {
    private static final String ROOT = "katran";
    private static final String PREFIX = ROOT + ".";

    /** What the library calls their origin. */
    private static final String PROPERTIES = "system properties";

    /**
     * Where the launcher says that plugins are: a switch of the process, not a plugin's settings.
     */
    private static final String PLUGINS_DIR = "katran.plugins.dir";

    private SettingsFile() {}

    /**
     * A reader of the block {@code katran} of a file.
     *
     * @param references the loader whose {@code reference.conf} files hold the defaults
     * @throws SettingsException if the file cannot be read or parsed
     */
    public static SettingsReader open(Path file, ClassLoader references) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            String reason =
                    Files.isDirectory(file)
                            ? "is a directory, not a file"
                            : Files.exists(file)
                                    ? "cannot be read (no permission)"
                                    : "no such file";
            throw new SettingsException(List.of(file + ": " + reason));
        }
        try {
            Config reference = reference(references);
            Config parsed = ConfigFactory.parseFile(file.toFile());
            if (!(parsed.root().get(ROOT) instanceof ConfigObject)) {
                throw new SettingsException(
                        List.of(file + ": katran: is missing; all settings are inside katran { }"));
            }
            Config given = systemProperties(reference).withFallback(parsed);
            return reader(given.withFallback(reference).resolve(), reference);
        } catch (ConfigException e) {
            throw SettingsReader.unreadable(e);
        }
    }

    /**
     * A reader of the block {@code katran} of a resolved configuration, which may hold all system
     * properties, as {@link ConfigFactory#load()} makes it.
     */
    static SettingsReader of(Config config, ClassLoader references) {
        try {
            Config reference = reference(references);
            return reader(withoutSwitches(config, reference), reference);
        } catch (ConfigException e) {
            throw SettingsReader.unreadable(e);
        }
    }

    private static SettingsReader reader(Config given, Config reference) {
        Config block = given.hasPath(ROOT) ? given.getConfig(ROOT) : ConfigFactory.empty();
        return SettingsReader.of(block, reference.getConfig(ROOT), ROOT);
    }

    private static Config withoutSwitches(Config config, Config reference) {
        if (!config.hasPath(ROOT)) {
            return config;
        }
        ConfigObject settings = config.getConfig(ROOT).root();
        ConfigObject sections = reference.getConfig(ROOT).root();
        for (String key : settings.keySet()) {
            boolean isProperty = settings.get(key).origin().description().equals(PROPERTIES);
            if (isProperty && !sections.containsKey(key)) {
                settings = settings.withoutKey(key);
            }
        }
        return settings.atKey(ROOT);
    }

    private static Config reference(ClassLoader loader) {
        return ConfigFactory.parseResources(loader, "reference.conf").resolve();
    }

    private static Config systemProperties(Config reference) {
        ConfigObject sections = reference.getConfig(ROOT).root();
        Properties settings = new Properties();
        for (String name : System.getProperties().stringPropertyNames()) {
            boolean ours = name.startsWith(PREFIX) && !name.equals(PLUGINS_DIR);
            if (ours && sections.containsKey(name.substring(PREFIX.length()).split("\\.", 2)[0])) {
                settings.setProperty(name, System.getProperty(name));
            }
        }
        ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription(PROPERTIES);
        return ConfigFactory.parseProperties(settings, options);
    }
}
