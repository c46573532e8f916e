package io.katran.plugins.discovery.file;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.katran.api.Real;
import io.katran.api.SettingsException;
import io.katran.api.SettingsReader;
import java.util.List;

/** The content of a file of reals. */
final class RealsFile {
    private RealsFile() {}

    /**
     * @param name the file in messages
     * @throws SettingsException if anything is wrong with it
     */
    static List<Real> parse(String name, String content) {
        SettingsReader reader = SettingsReader.of(config(name, content), "file");
        if (!reader.isGiven("reals")) {
            throw new SettingsException(List.of(name + ": reals: is missing"));
        }
        List<Real> reals = reader.reals("reals");
        reader.finish();
        return reals;
    }

    private static Config config(String name, String content) {
        ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription(name);
        try {
            return ConfigFactory.parseString(content, options).resolve();
        } catch (ConfigException e) {
            throw SettingsReader.unreadable(e);
        }
    }
}
