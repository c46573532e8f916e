package io.katran.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.katran.api.IpAddress;
import io.katran.api.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerSettingsTest {
    @TempDir Path dir;

    @Test
    void an_empty_block_takes_the_documented_defaults() throws IOException {
        ServerSettings settings = load("");

        assertThat(settings.core().instance()).isEqualTo("default");
        assertThat(settings.thrift())
                .isEqualTo(
                        new ThriftSettings(
                                List.of(IpAddress.parse("127.0.0.1"), IpAddress.parse("::1")),
                                12307,
                                16 << 20,
                                1024,
                                Duration.ofMinutes(10)));
        assertThat(settings.admin())
                .isEqualTo(new AdminSettings(IpAddress.parse("127.0.0.1"), 8080));
        assertThat(settings.plugins().root()).isEmpty();
    }

    @Test
    void core_and_server_report_together_and_nobodys_keys_are_unknown() throws IOException {
        assertThat(
                        problems(
                                """
                                on-stop = leave
                                thrift { prt = 1 }
                                thrft { }
                                plugins { web { anything = goes } }\
                                """))
                .containsExactly(
                        dir.resolve("x.conf")
                                + ":2: katran.on-stop: \"leave\" is not one of keep, detach",
                        dir.resolve("x.conf")
                                + ":3: katran.thrift.prt: unknown key; did you mean \"port\"?",
                        dir.resolve("x.conf")
                                + ":4: katran.thrft: unknown key; did you mean \"thrift\"?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "thrift.addresses = [ \"0.0.0.0\" ] | 0.0.0.0 is not a loopback",
                "thrift.addresses = [ ] | is empty; at least one address is needed",
                "thrift.addresses = [ \"::1\", \"0:0::1\" ] | katran.thrift.addresses[1]: 0:0::1 is listed twice",
                "thrift.tls.enabled = on | is not available in this version",
                "thrift.max-frame = 16 | lacks its unit",
                "thrift.allow-plaintext = yes | is not one of loopback, any",
                "admin.port = 12307 | 12307 on 127.0.0.1 is thrift's",
            })
    void refuses(String text, String expected) throws IOException {
        assertThat(problems(text)).singleElement().asString().contains(expected);
    }

    @Test
    void plaintext_beyond_loopback_must_be_allowed_in_words() throws IOException {
        ServerSettings settings =
                load("thrift { addresses = [ \"0.0.0.0\" ], allow-plaintext = any }");

        assertThat(settings.thrift().addresses()).containsExactly(IpAddress.parse("0.0.0.0"));
    }

    private ServerSettings load(String text) throws IOException {
        return ServerSettings.load(
                Files.writeString(dir.resolve("x.conf"), "katran {\n" + text + "\n}"));
    }

    private List<String> problems(String text) {
        return catchThrowableOfType(SettingsException.class, () -> load(text)).problems();
    }
}
