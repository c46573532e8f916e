package io.katran.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SettingsReaderTest {
    private static final Config NONE = ConfigFactory.empty();

    private enum Mode {
        AUTO,
        KERNEL_LRU
    }

    @Test
    void reads_every_kind_of_value() {
        SettingsReader reader =
                reader(
                        """
                        count = 8e6, text = a, on = yes, time = 1500ms, size = 16MiB, mode = kernel-lru
                        address = "FC00::1", mac = "02:00:00:00:00:0A", prefix = 172.10
                        modes = [ auto, kernel-lru ], block { inner = 1 }, blocks = [ { a = 1 }, { } ]
                        reals = [ { address = "10.0.0.1" }, { address = "::1", weight = 7, flags = [ local ] } ]
                        """);

        assertThat(reader.integer("count", 0, 10_000_000)).isEqualTo(8_000_000);
        assertThat(reader.text("text")).isEqualTo("a");
        assertThat(reader.onOff("on")).isTrue();
        assertThat(reader.duration("time", Duration.ZERO, Duration.ofMinutes(1)))
                .isEqualTo(Duration.ofMillis(1500));
        assertThat(reader.bytes("size", 1, Long.MAX_VALUE)).isEqualTo(16 << 20);
        assertThat(reader.choice("mode", Mode.class)).isEqualTo(Mode.KERNEL_LRU);
        assertThat(reader.choices("modes", Mode.class)).containsExactly(Mode.values());
        assertThat(reader.address("address")).isEqualTo(IpAddress.parse("fc00::1"));
        assertThat(reader.mac("mac")).hasToString("02:00:00:00:00:0a");
        assertThat(reader.text("prefix")).as("as it was written").isEqualTo("172.10");
        assertThat(reader.block("block").integer("inner", 0, 1)).isEqualTo(1);
        assertThat(reader.blocks("blocks", ConfigFactory.parseString("a = 5")))
                .extracting(block -> block.integer("a", 0, 9))
                .containsExactly(1, 5);
        assertThat(reader.reals("reals"))
                .containsExactly(
                        Real.of("10.0.0.1", 1),
                        new Real(IpAddress.parse("::1"), 7, RealFlags.LOCAL));
        assertThat(reader.optional("absent", reader::text)).isEmpty();
        reader.finish();
    }

    @Test
    void takes_defaults_for_what_is_not_given() {
        Config defaults = ConfigFactory.parseString("a = 1, b { c = 2 }, d = null");
        SettingsReader reader =
                SettingsReader.of(ConfigFactory.parseString("b { }"), defaults, "katran");

        assertThat(reader.integer("a", 0, 9)).isEqualTo(1);
        assertThat(reader.isGiven("a")).isFalse();
        assertThat(reader.block("b").integer("c", 0, 9)).isEqualTo(2);
        assertThat(reader.optional("d", reader::text)).isEmpty();
        reader.finish();
    }

    @Test
    void reports_all_problems_in_the_order_of_the_file_with_their_places() {
        List<String> problems =
                problems(
                        """
                        port = 70000
                        time = 30
                        size = 16Mx
                        half = 1.5
                        mode = kernel-lrv
                        address = localhost
                        block { on = perhaps }
                        list = 5
                        empty = ""
                        reals = [ { address = "10.0.0.1" }
                                  { address = "::ffff:10.0.0.1" }
                                  { address = "10.0.0.2", weight = -1, flags = [ loca ] }
                                  null ]
                        """,
                        reader -> {
                            reader.reals("reals");
                            reader.text("empty");
                            reader.blocks("list", NONE);
                            reader.block("block").onOff("on");
                            reader.address("address");
                            reader.choice("mode", Mode.class);
                            reader.integer("half", 0, 9);
                            reader.bytes("size", 0, 9);
                            reader.duration("time", Duration.ZERO, Duration.ofHours(1));
                            reader.integer("port", 0, 65535);
                        });

        assertThat(problems)
                .containsExactly(
                        "x.conf:1: katran.port: 70000 is not in 0..65535",
                        "x.conf:2: katran.time: \"30\" lacks its unit, as in 30s",
                        "x.conf:3: katran.size: \"16Mx\" is not a number with a unit, as 16MiB",
                        "x.conf:4: katran.half: \"1.5\" is not a whole number",
                        "x.conf:5: katran.mode: \"kernel-lrv\" is not one of auto, kernel-lru",
                        "x.conf:6: katran.address: \"localhost\" is not an IP address (expected a"
                                + " literal such as 10.0.0.1 or fc00::1)",
                        "x.conf:7: katran.block.on: \"perhaps\" is not on or off",
                        "x.conf:8: katran.list: \"5\" is not a list [ ... ]",
                        "x.conf:9: katran.empty: is empty",
                        "x.conf:11: katran.reals[1].address: 10.0.0.1 is listed twice, first at"
                                + " x.conf:10",
                        "x.conf:12: katran.reals[2].weight: -1 is not in 0..2147483647",
                        "x.conf:12: katran.reals[2].flags[0]: \"loca\" is not one of local",
                        "x.conf:13: katran.reals[3]: null is not a block { ... }");
    }

    @Test
    void says_what_an_unknown_key_was_probably_meant_to_be() {
        List<String> problems =
                problems(
                        """
                        interfce = eth0
                        limits { colour = red, max-vip = 3 }
                        """,
                        reader -> {
                            reader.optional("interface", reader::text);
                            reader.block("limits").optional("max-vips", key -> key);
                        });

        assertThat(problems)
                .containsExactly(
                        "x.conf:1: katran.interfce: unknown key; did you mean \"interface\"?",
                        "x.conf:2: katran.limits.colour: unknown key; known: max-vips",
                        "x.conf:2: katran.limits.max-vip: unknown key; did you mean \"max-vips\"?");
    }

    @Test
    void names_the_block_when_a_key_is_missing() {
        assertThat(problems("\nblock { }", reader -> reader.block("block").text("path")))
                .containsExactly("x.conf:2: katran.block.path: is missing");
        assertThat(problems("path = null", reader -> reader.text("path")))
                .containsExactly("x.conf:1: katran.path: is missing");
    }

    @Test
    void leaves_the_rest_of_a_block_to_whom_it_belongs() {
        SettingsReader reader = reader("type = file\npath = x");

        reader.text("type");
        Config rest = reader.remaining();

        assertThat(rest.root()).containsOnlyKeys("path");
        assertThat(rest.getValue("path").origin().lineNumber()).isEqualTo(2);
        reader.finish();
    }

    @Test
    void compares_only_what_is_right_in_itself() {
        SettingsReader reader = reader("a = x, b { c = 1 }");

        assertThat(reader.block("b").clean()).isTrue();
        reader.integer("a", 0, 1);

        assertThat(reader.clean()).isFalse();
    }

    @Test
    void warnings_do_not_stop_anything() {
        SettingsReader reader = reader("a = 1");

        reader.warning("a", "does nothing");
        reader.ignore(List.of("a"));
        reader.finish();

        assertThat(reader.warnings()).containsExactly("x.conf:1: katran.a: does nothing");
    }

    private static List<String> problems(String text, Consumer<SettingsReader> read) {
        SettingsReader reader = reader(text);
        read.accept(reader);
        return catchThrowableOfType(SettingsException.class, reader::finish).problems();
    }

    private static SettingsReader reader(String text) {
        ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription("x.conf");
        return SettingsReader.of(ConfigFactory.parseString(text, options), "katran");
    }
}
