package io.katran.control.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.katran.api.HashFunction;
import io.katran.api.Ip6;
import io.katran.api.IpAddress;
import io.katran.api.MacAddress;
import io.katran.api.Real;
import io.katran.api.SettingsException;
import io.katran.api.VipFlag;
import io.katran.api.VipFlags;
import io.katran.api.VipKey;
import io.katran.spi.HealthCheckerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void an_empty_block_takes_the_documented_defaults() {
        Settings settings = read("");

        assertThat(settings.instance()).isEqualTo("default");
        assertThat(settings.interfaceName()).isEqualTo("eth0");
        assertThat(settings.xdp()).isEqualTo(new XdpSettings(XdpMode.AUTO));
        assertThat(settings.gatewayMac()).isEmpty();
        assertThat(settings.onStop()).isEqualTo(OnStop.KEEP);
        assertThat(settings.drainDelay()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.stateDir()).isEqualTo(Path.of("/var/lib/katran"));
        assertThat(settings.encap())
                .isEqualTo(new EncapSettings(0xac10, new Ip6(0x0100L << 48, 0), 64, true));
        assertThat(settings.limits())
                .isEqualTo(new LimitSettings(512, 4096, 262144, 16777214, 1514));
        assertThat(settings.hash()).isEqualTo(new HashSettings(65537, 33554944, 512));
        assertThat(settings.connectionTable())
                .isEqualTo(
                        new ConnectionTableSettings(
                                8_000_000, Duration.ofSeconds(30), 125_000, List.of(), List.of()));
        assertThat(settings.scope()).isEqualTo(Scope.VIP);
        assertThat(settings.vips()).isEmpty();
        assertThat(settings.serverIds()).isEmpty();
    }

    @Test
    void plugins_are_told_which_keys_of_a_health_check_are_the_hosts() {
        assertThat(ConfigFactory.parseResources("vip-reference.conf").getObject("health-check"))
                .containsOnlyKeys(HealthCheckerFactory.HOST_KEYS.toArray(String[]::new));
    }

    @Test
    void a_missing_next_hop_is_said() {
        assertThat(read("").warnings())
                .singleElement()
                .asString()
                .contains("katran.gateway-mac: auto is not available in this version");
        assertThat(read("gateway-mac = \"02:00:00:00:00:01\"").warnings()).isEmpty();
    }

    @Test
    void reads_a_vip_with_everything() {
        Settings settings =
                read(
                        """
                        gateway-mac = "02:00:00:00:00:01"
                        vips = [
                          { address = "FC00:0::1", port = 443, protocol = udp, hash = maglev-v2
                            flags = [ no-lru, dport-hash ]
                            reals = [ { address = "fc00::a", weight = 3 }, { address = "fc00::b" } ]
                            health-check { type = http, path = "/health", interval = 5s, fall = 1 } }
                          { address = "10.0.0.1", port = 0
                            discovery { type = file, path = "/etc/web.conf" } }
                        ]
                        server-ids = [ { id = 1, real = "10.0.0.1" } ]
                        """);

        VipSettings first = settings.vips().get(0);
        assertThat(first.vip().key()).isEqualTo(VipKey.parse("[fc00::1]:443/udp"));
        assertThat(first.vip().flags()).isEqualTo(VipFlags.of(VipFlag.NO_LRU, VipFlag.DPORT_HASH));
        assertThat(first.vip().hash()).isEqualTo(HashFunction.MAGLEV_V2);
        assertThat(first.vip().reals())
                .containsExactly(Real.of("fc00::a", 3), Real.of("fc00::b", 1));
        assertThat(first.origin()).isEqualTo("x.conf:3");
        assertThat(first.healthCheck())
                .hasValueSatisfying(
                        check -> {
                            assertThat(check.type()).isEqualTo("http");
                            assertThat(check.interval()).isEqualTo(Duration.ofSeconds(5));
                            assertThat(check.timeout()).isEqualTo(Duration.ofSeconds(1));
                            assertThat(check.rise()).isEqualTo(2);
                            assertThat(check.fall()).isEqualTo(1);
                            assertThat(check.settings().root()).containsOnlyKeys("path");
                            assertThat(check.origin()).isEqualTo("x.conf:6");
                        });
        VipSettings second = settings.vips().get(1);
        assertThat(second.vip().reals()).isEmpty();
        assertThat(second.discovery())
                .hasValueSatisfying(
                        discovery -> {
                            assertThat(discovery.type()).isEqualTo("file");
                            assertThat(discovery.settings().root()).containsOnlyKeys("path");
                        });
        assertThat(settings.gatewayMac()).contains(MacAddress.parse("02:00:00:00:00:01"));
        assertThat(settings.serverIds()).isEqualTo(Map.of(1, IpAddress.parse("10.0.0.1")));
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void server_ids_choose_reals_as_the_features_say() {
        Settings settings =
                read(
                        """
                        features { tcp-server-id = on, udp-stable-routing = on, server-id-v3 = on }
                        server-ids = [ { id = 2147483647, real = "10.0.0.1" } ]
                        """);

        assertThat(settings.serverIdRouting()).isEqualTo(new ServerIdSettings(true, true, true));
        assertThat(settings.serverIds()).containsOnlyKeys(2147483647);
    }

    @Test
    void a_flag_whose_feature_is_off_is_warned_of() {
        String vip =
                "vips = [ { address = \"10.0.0.9\", port = 80, protocol = udp, flags = [ %s ], reals = [ { address = \"10.0.0.1\" } ] } ]";

        assertThat(read(vip.formatted("quic") + "\ngateway-mac = \"02:00:00:00:00:01\"").warnings())
                .isEmpty();
        assertThat(read(vip.formatted("udp-stable-routing")).warnings())
                .anyMatch(w -> w.contains("features.udp-stable-routing is off"));
    }

    @Nested
    class Problems {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "instance = \"../x\" | katran.instance: \"../x\" is not 1 to 64 letters",
                    "interface = interface-too-long | cannot be the name of an interface",
                    "gateway-mac = \"01:00:00:00:00:01\" | is zero or a group address",
                    "gateway-mac = x | is not a MAC address",
                    "hash.ring-size = 65536 | katran.hash.ring-size: 65536 is not a prime (every slot must be reachable; nearest: 65537)",
                    "hash.ring-size = 0 | 0 is not in 3..16777213",
                    "encap.source-v4-prefix = 172.16.1 | is not the first two bytes of an IPv4 address",
                    "encap.source-v6-prefix = \"100::/64\" | is not an IPv6 prefix of 96 bits",
                    "encap.source-v6-prefix = \"100::1/96\" | is not an IPv6 prefix of 96 bits",
                    "limits { max-reals = 10, max-endpoints = 5 } | 5 is less than max-reals = 10 (x.conf:1)",
                    "limts { } | katran.limts: unknown key; did you mean \"limits\"?",
                    "connection-table.entries = 10 | 10 is not in 1000..1000000000",
                    "connection-table.forwarding-cores = [ 0, 1024 ] | forwarding-cores[1]: 1024 is not in 0..1023",
                    "connection-table.forwarding-cores = [ 0, 1, 0 ] | 0 is listed twice",
                    "connection-table { forwarding-cores = [ 0, 1 ], numa-nodes = [ 0 ] } | has 1 entries and forwarding-cores has 2 (x.conf:1)",
                    "connection-table.numa-nodes = [ 0 ] | must be empty or name the node of each of them",
                    "server-ids = [ { id = 0, real = \"::1\" } ] | 0 is not in 1..16777214",
                    "limits.max-server-ids = 1, features.server-id-v3 = on, server-ids = [ { id = 1, real = \"::1\" }, { id = 9, real = \"::1\" } ] | 2 are more than limits.max-server-ids = 1",
                    "server-ids = [ { id = 1, real = \"::1\" }, { id = 1, real = \"::2\" } ] | 1 is listed twice",
                })
        void of_the_instance(String text, String expected) {
            assertThat(problems(text)).singleElement().asString().contains(expected);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "port = 80 | katran.vips[0].address: is missing",
                    "address = web, port = 80 | \"web\" is not an IP address",
                    "address = \"::1\", port = 65536 | 65536 is not in 0..65535",
                    "address = \"::1\", port = 80, protocol = sctp | \"sctp\" is not one of tcp, udp",
                    "address = \"::1\", port = 80, flags = [ no-lruu ] | flags[0]: \"no-lruu\" is not one of no-src-port, no-lru",
                    "address = \"::1\", port = 80, reals = [ { address = \"10.0.0.1\" } ] | an IPv6 VIP cannot have the IPv4 real 10.0.0.1",
                    "address = \"10.0.0.1\", port = 80, reals = [ { address = \"10.0.0.1\" } ], discovery { type = file } | given together with discovery",
                    "address = \"10.0.0.1\", port = 80, health-check { type = tcp, timeout = 3s } | 3000ms is longer than the interval of 2000ms",
                    "address = \"10.0.0.1\", port = 80, health-check { rise = 0, type = tcp } | 0 is not in 1..100",
                    "address = \"10.0.0.1\", port = 80, discovery { path = x } | discovery.type: is missing",
                    "address = \"10.0.0.1\", port = 0, health-check { type = tcp } | health-check.port: is missing: 10.0.0.1:0/tcp is for all ports",
                })
        void of_a_vip(String vip, String expected) {
            assertThat(problems("vips = [ { " + vip + " } ]"))
                    .singleElement()
                    .asString()
                    .startsWith("x.conf:1: katran.vips[0]")
                    .contains(expected);
        }

        @Test
        void two_spellings_of_one_vip_are_one_vip() {
            assertThat(
                            problems(
                                    """
                                    vips = [
                                      { address = "FC00::1", port = 80 }
                                      { address = "fc00:0::1", port = 80, protocol = udp }
                                      { address = "fc00:0::1", port = 80 }
                                    ]
                                    """))
                    .containsExactly(
                            "x.conf:4: katran.vips[2].address: [fc00::1]:80/tcp is defined twice,"
                                    + " first at x.conf:2");
        }

        @Test
        void more_than_the_limits_allow() {
            assertThat(
                            problems(
                                    """
                                    limits { max-vips = 1
                                             max-reals = 2
                                             max-endpoints = 2 }
                                    vips = [ { address = "10.0.0.1", port = 80, reals = [ { address = "10.1.0.1" } ] }
                                             { address = "10.0.0.2", port = 80, reals = [ { address = "10.1.0.1" }
                                                                                          { address = "10.1.0.2" } ] } ]
                                    """))
                    .containsExactly(
                            "x.conf:4: katran.vips: 2 VIPs are more than limits.max-vips = 1"
                                    + " (x.conf:1)",
                            "x.conf:4: katran.vips: 3 pairs of VIP and real are more than"
                                    + " limits.max-endpoints = 2 (x.conf:3)",
                            "x.conf:4: katran.vips: 3 addresses of reals and none are"
                                    + " more than limits.max-reals = 2 (x.conf:2)");
        }
    }

    @Nested
    class WhatThisVersionLacks {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "encap.mode = gue",
                    "xdp.chain.enabled = on",
                    "connection-table.kind = own",
                    "features.fragments = on",
                    "features.inline-decap.gue = on",
                    "source-routes = [ { prefix = \"192.168.0.0/17\", real = \"10.0.0.3\" } ]",
                    "decap-destinations = [ { address = \"10.0.13.37\" } ]",
                    "down-reals = [ { vip = \"10.200.1.1:80/udp\", reals = [ \"10.0.0.2\" ] } ]",
                    "health-check-marks = [ { mark = 1000, real = \"10.0.0.1\" } ]",
                    "health-check.source = fixed",
                    "vips = [ { address = \"2001:db8::/64\", port = 80 } ]",
                    "vips = [ { address = \"::1\", port = 80, announce.enabled = on } ]",
                    "vips = [ { address = \"::1\", port = 80, safety.slow-start = 60s } ]",
                    "vips = [ { address = \"::1\", port = 80, health-check { type = tcp, via = tunnel } } ]",
                })
        void is_refused(String text) {
            assertThat(problems(text))
                    .singleElement()
                    .asString()
                    .contains("not available in this version");
        }

        @Test
        void is_warned_about_where_it_is_merely_inert() {
            List<String> warnings =
                    read("""
                                    gateway-mac = "02:00:00:00:00:01"
                                    features.icmp-too-big = on
                                    vips = [ { address = "::1", port = 80, flags = [ no-lru, src-routing ]
                                               reals = [ { address = "::2", flags = [ local ] } ] } ]
                                    """)
                            .warnings();

            assertThat(warnings)
                    .containsExactly(
                            "x.conf:2: katran.features.icmp-too-big: on is not available in this"
                                    + " version and stays off",
                            "x.conf:3: katran.vips[0].flags: src-routing does nothing:"
                                    + " features.source-routing is not available in this version",
                            "x.conf:4: katran.vips[0].reals: flag local of ::2 does nothing:"
                                    + " features.local-delivery is not available in this version");
        }
    }

    @Test
    void warns_about_weights_that_have_no_effect() {
        String vip =
                "gateway-mac = \"02:00:00:00:00:01\", vips = [ { address = \"::1\", port = 80, hash = %s"
                        + ", reals = [ { address = \"::2\", weight = %d }, { address = \"::3\" } ] } ]";

        assertThat(read(vip.formatted("maglev", 2)).warnings())
                .singleElement()
                .asString()
                .contains("unequal weights have next to no effect under maglev");
        assertThat(read(vip.formatted("maglev", 0)).warnings()).isEmpty();
        assertThat(read(vip.formatted("maglev-v2", 2)).warnings()).isEmpty();
    }

    @Test
    void an_embedded_balancer_takes_no_vips_from_a_file() {
        Config config =
                ConfigFactory.parseString("katran.vips = [ { address = \"::1\", port = 80 } ]");

        assertThat(catchThrowableOfType(SettingsException.class, () -> Settings.embedded(config)))
                .hasMessageContaining("add VIPs with LoadBalancer.addVip");
    }

    @Test
    void switches_of_the_process_are_no_unknown_settings() {
        System.setProperty("katran.native.path", "/no/setting");
        ConfigFactory.invalidateCaches();
        try {
            assertThat(Settings.embedded(ConfigFactory.load()).interfaceName()).isEqualTo("eth0");
        } finally {
            System.clearProperty("katran.native.path");
            ConfigFactory.invalidateCaches();
        }
    }

    @Nested
    class AFile {
        @TempDir Path dir;

        @Test
        void names_the_file_as_it_was_given_and_reports_everything_at_once() throws IOException {
            Path file =
                    write("katran {\n interfce = eth1\n thrift { any = thing }\n on-stop = x\n}");

            assertThat(problemsOf(file))
                    .containsExactly(
                            file
                                    + ":2: katran.interfce: unknown key; did you mean"
                                    + " \"interface\"?",
                            file + ":4: katran.on-stop: \"x\" is not one of keep, detach");
        }

        @Test
        void a_syntax_error_names_its_line() throws IOException {
            Path file = write("katran {\n a = [ 1,\n}\n");

            assertThat(problemsOf(file)).singleElement().asString().startsWith(file + ":3: ");
        }

        @Test
        void a_file_that_cannot_be_read_says_why() throws IOException {
            assertThat(problemsOf(dir.resolve("none.conf")))
                    .containsExactly(dir.resolve("none.conf") + ": no such file");
            assertThat(problemsOf(dir)).containsExactly(dir + ": is a directory, not a file");
            Path empty = write("kattran { }");
            assertThat(problemsOf(empty)).singleElement().asString().contains("katran: is missing");
        }

        @Test
        void system_properties_come_before_the_file_and_it_before_the_defaults()
                throws IOException {
            Path file =
                    write(
                            "katran { instance = a, interface = b, interface = ${?NO_SUCH}"
                                    + ", state-dir = ${?NO_SUCH} }");
            System.setProperty("katran.instance", "from-property");
            System.setProperty("katran.plugins.dir", "/no/setting");
            try {
                Settings settings = Settings.load(file);

                assertThat(settings.instance()).isEqualTo("from-property");
                assertThat(settings.interfaceName()).isEqualTo("b");
                assertThat(settings.stateDir()).isEqualTo(Path.of("/var/lib/katran"));
            } finally {
                System.clearProperty("katran.instance");
                System.clearProperty("katran.plugins.dir");
            }
        }

        private Path write(String text) throws IOException {
            return Files.writeString(dir.resolve("x.conf"), text);
        }

        private static List<String> problemsOf(Path file) {
            return catchThrowableOfType(SettingsException.class, () -> Settings.load(file))
                    .problems();
        }
    }

    private static List<String> problems(String text) {
        return catchThrowableOfType(SettingsException.class, () -> read(text)).problems();
    }

    private static Settings read(String text) {
        ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription("x.conf");
        return Settings.from(ConfigFactory.parseString(text, options).atPath("katran").resolve());
    }
}
