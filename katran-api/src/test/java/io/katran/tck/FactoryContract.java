package io.katran.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.katran.api.SettingsException;
import io.katran.spi.PluginContext;
import java.util.function.BiFunction;

/** What holds for every kind of factory, whatever it makes. */
final class FactoryContract {
    private static final String FILE = "contract.conf";
    private static final String UNKNOWN = "no-plugin-has-this-key";

    private FactoryContract() {}

    static Config parse(String settings) {
        return ConfigFactory.parseString(
                        settings, ConfigParseOptions.defaults().setOriginDescription(FILE))
                .resolve();
    }

    static void rejectsAnUnknownKeyNamingItsPlace(
            String valid, BiFunction<PluginContext, Config, ?> create) {
        Config settings = parse(valid + "\n" + UNKNOWN + " = 1\n");
        int line = settings.getValue(UNKNOWN).origin().lineNumber();
        try (TestContext context = new TestContext()) {
            assertThat(refusal(context, settings, create).problems())
                    .anyMatch(p -> p.startsWith(FILE + ":" + line + ":") && p.contains(UNKNOWN));
        }
    }

    static void rejectsAnUnknownKeyOfThePluginItself(
            String valid, BiFunction<PluginContext, Config, ?> create) {
        try (TestContext context = new TestContext(parse("\n" + UNKNOWN + " = 1\n"))) {
            assertThat(refusal(context, parse(valid), create).problems())
                    .anyMatch(p -> p.startsWith(FILE + ":2:") && p.contains(UNKNOWN));
        }
    }

    private static SettingsException refusal(
            PluginContext context, Config settings, BiFunction<PluginContext, Config, ?> create) {
        SettingsException refusal =
                catchThrowableOfType(
                        SettingsException.class, () -> create.apply(context, settings));
        assertThat(refusal).as("create must throw SettingsException").isNotNull();
        return refusal;
    }
}
