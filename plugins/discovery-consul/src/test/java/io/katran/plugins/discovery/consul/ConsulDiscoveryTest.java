package io.katran.plugins.discovery.consul;

import static io.katran.plugins.discovery.consul.ScriptedAgent.instance;
import static io.katran.plugins.discovery.consul.ScriptedAgent.instances;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.katran.api.Real;
import io.katran.api.SettingsException;
import io.katran.plugins.discovery.consul.ScriptedAgent.Question;
import io.katran.spi.ServiceDiscovery;
import io.katran.tck.Reports;
import io.katran.tck.TestContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsulDiscoveryTest {
    private static final Real ONE = Real.of("10.0.0.1", 3);
    private static final Real TWO = Real.of("fc00::2", 1);

    @TempDir Path dir;
    private final Reports reports = new Reports();
    private final TestContext context = new TestContext();
    private ScriptedAgent agent;
    private ServiceDiscovery discovery;

    ConsulDiscoveryTest() throws IOException {
        agent = new ScriptedAgent();
    }

    @AfterEach
    void end() {
        if (discovery != null) {
            discovery.close();
        }
        context.close();
        agent.close();
    }

    @Test
    void asks_what_the_settings_say_and_waits_for_changes_from_then_on() throws Exception {
        agent.says(7, instances(List.of(ONE)));
        start(
                """
                service = "web/a b", tags = [ "v1", "x&y" ], datacenter = dc2, stale = on, wait = 90s
                filter = "Service.Meta.stage == \\"live\\"", token = "s3cret", passing-only = off
                """);

        Question first = agent.awaitQuestion();
        assertThat(first.path()).isEqualTo("/v1/health/service/web%2Fa%20b");
        assertThat(first.query())
                .isEqualTo(
                        "passing=0&tag=v1&tag=x&y&dc=dc2&filter=Service.Meta.stage =="
                                + " \"live\"&stale");
        assertThat(first.token()).isEqualTo("s3cret");
        assertThat(agent.awaitQuestion().query())
                .isEqualTo(first.query() + "&index=7&wait=90000ms");
        reports.awaitFound(List.of(ONE));
    }

    @Test
    void an_index_that_goes_down_is_dropped_and_one_of_0_is_not_asked_for() throws Exception {
        agent.says(100, instances(List.of(ONE)));
        agent.says(5, instances(List.of(TWO)));
        agent.says(0, instances(List.of(ONE)));
        start("");

        assertThat(agent.awaitQuestion().query()).isEqualTo("passing=1");
        assertThat(agent.awaitQuestion().query()).contains("&index=100&");
        assertThat(agent.awaitQuestion().query()).isEqualTo("passing=1");
        assertThat(agent.awaitQuestion().query()).contains("&index=1&");
        reports.awaitFound(List.of(ONE));
        reports.awaitFound(List.of(TWO));
        reports.awaitFound(List.of(ONE));
    }

    @Test
    void an_answer_that_changes_nothing_is_not_reported() throws Exception {
        agent.says(1, instances(List.of(ONE, TWO)));
        agent.says(2, instances(List.of(TWO, ONE)));
        start("");

        reports.awaitFound(List.of(ONE, TWO));
        assertThat(reports.staysSilent()).isTrue();
        assertThat(gauge("web.last-index")).isEqualTo(2L);
        assertThat(gauge("web.reals")).isEqualTo(2);
    }

    @Test
    void an_empty_answer_keeps_the_reals_is_counted_and_reported_once() throws Exception {
        agent.says(1, instances(List.of(ONE))).says(2, "[]").says(3, "[]");
        start("");

        reports.awaitFound(List.of(ONE));
        assertThat(reports.awaitFailed())
                .isEqualTo(
                        "http://127.0.0.1:"
                                + agent.port()
                                + ": service \"web\": no instance that fits; the last reals stay"
                                + " (empty = keep)");
        assertThat(reports.staysSilent()).isTrue();
        assertThat(counter("web.empty-answers")).isEqualTo(2);
        assertThat(counter("web.errors")).isZero();

        agent.says(4, instances(List.of(ONE)));
        reports.awaitFound(List.of(ONE));
    }

    @Test
    void an_empty_answer_empties_the_vip_if_that_is_wanted() throws Exception {
        agent.says(1, instances(List.of(ONE))).says(2, "[]");
        start("empty = drop");

        reports.awaitFound(List.of(ONE));
        reports.awaitFound(List.of());
        assertThat(counter("web.empty-answers")).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "200 | 9 | [{\"Service\": | answered with broken JSON: ",
                "200 | 9 | [] [] | answered with broken JSON: ",
                "200 | 9 | {\"a\":1} | answered with something else than a list: {\"a\":1}",
                "200 | none | [] | header X-Consul-Index: none; is this Consul?",
                "403 | 9 | Permission denied | answered with status 403: Permission denied",
                "200 | 9 | [{\"Service\":{\"ID\":\"w\"}}] | instance \"w\" on node \"\": has neither",
                "200 | 9 | [{\"Service\":{\"ID\":\"w\",\"Address\":\"db.test\"}}] | instance \"w\" on node"
                        + " \"\": \"db.test\" is not an IP address",
                "200 | 9 | [{\"Service\":{\"Address\":\"::1\",\"Weights\":{\"Passing\":-1}}}] | instance"
                        + " \"\" on node \"\": Service.Weights.Passing: \"-1\" is not a whole number",
            })
    void an_answer_that_makes_no_sense_is_failed_and_the_next_question_is_from_scratch(
            int status, String index, String body, String reason) throws Exception {
        agent.says(8, instances(List.of(ONE))).says(status, index, body, body.length());
        start("");
        reports.awaitFound(List.of(ONE));

        assertThat(reports.awaitFailed()).contains(": service \"web\": " + reason);
        assertThat(counter("web.errors")).isEqualTo(1);
        agent.awaitQuestion();
        agent.awaitQuestion();
        assertThat(agent.awaitQuestion().query()).isEqualTo("passing=1");

        agent.says(9, instances(List.of(ONE)));
        reports.awaitFound(List.of(ONE));
    }

    @Test
    void pauses_after_failures_double_up_to_their_bound() throws Exception {
        for (int i = 0; i < 6; i++) {
            agent.says(500, "none", "x", 1);
        }
        start("retry-min = 100ms, retry-max = 400ms");

        long last = agent.awaitQuestion().nanos();
        for (int longest : List.of(100, 200, 400, 400, 400)) {
            long now = agent.awaitQuestion().nanos();
            assertThat(TimeUnit.NANOSECONDS.toMillis(now - last))
                    .isBetween(longest / 2L, longest + 1_000L);
            last = now;
        }
        assertThat(counter("web.lookups")).isEqualTo(6);
    }

    @Test
    void an_answer_that_stops_half_way_is_given_up_in_time() throws Exception {
        agent.says(200, "5", "[", 100);
        start("timeout = 300ms");

        assertThat(reports.awaitFailed()).endsWith("no answer in 300 ms");
        agent.says(6, instances(List.of(ONE)));
        reports.awaitFound(List.of(ONE));
    }

    @Test
    void an_agent_that_is_not_there_is_failed_once() throws Exception {
        agent.close();
        start("");

        assertThat(reports.awaitFailed()).endsWith("service \"web\": cannot connect");
        assertThat(reports.staysSilent()).isTrue();
        assertThat(counter("web.errors")).isGreaterThan(1);
    }

    @Test
    void weights_come_from_meta_if_wanted_and_from_the_service_where_it_has_none()
            throws Exception {
        agent.says(
                1,
                "["
                        + instance("10.0.0.1", "x", 5, "\"lb\":\"0\"")
                        + ","
                        + instance("", "10.0.0.2", 6, "")
                        + ","
                        + instance("10.0.0.2", "x", 4, "\"lb\":\"9\"")
                        + "]");
        start("weight-from = \"meta:lb\"");

        reports.awaitFound(List.of(Real.of("10.0.0.1", 0), Real.of("10.0.0.2", 9)));
    }

    @Test
    void a_warning_check_makes_the_warning_weight_count() throws Exception {
        agent.says(
                1,
                instances(List.of(Real.of("10.0.0.1", 50)))
                        .replace("\"Status\":\"passing\"", "\"Status\":\"warning\""));
        start("passing-only = off");

        reports.awaitFound(List.of(Real.of("10.0.0.1", 1)));
    }

    @Test
    void the_file_of_the_token_is_waited_for_and_read_again() throws Exception {
        Path file = dir.resolve("token");
        start("token-file = \"" + file + "\"");
        assertThat(reports.awaitFailed()).endsWith("token-file " + file + ": no such file");

        Files.writeString(file, "first\n");
        assertThat(agent.awaitQuestion().token()).isEqualTo("first");
        Files.writeString(file, "second\n");
        agent.says(1, instances(List.of(ONE)));
        assertThat(agent.awaitQuestion().token()).isEqualTo("second");
    }

    @Test
    void trusts_the_authorities_of_the_file_and_nobody_else() throws Exception {
        agent.close();
        agent = new ScriptedAgent(httpsServer());
        agent.says(1, instances(List.of(ONE)));
        String address = "address = \"https://127.0.0.1:" + agent.port() + "\"\n";

        start(address);
        assertThat(reports.awaitFailed()).contains("PKIX path building failed");
        discovery.close();

        start(address + "ca = \"" + dir.resolve("missing.pem") + "\"");
        assertThat(reports.awaitFailed()).contains("missing.pem: cannot be used");
        discovery.close();

        start(address + "ca = \"" + dir.resolve("ca.pem") + "\"");
        reports.awaitFound(List.of(ONE));
    }

    @Test
    void closing_ends_asking_and_takes_the_metrics_away() throws Exception {
        agent.says(1, instances(List.of(ONE)));
        start("");
        agent.awaitQuestion();
        agent.awaitQuestion();
        assertThat(context.metrics().getNames()).hasSize(5);

        discovery.close();
        agent.says(2, instances(List.of(TWO)));

        assertThat(agent.isLeftInPeace()).isTrue();
        assertThat(context.metrics().getNames()).isEmpty();
    }

    @Test
    void discoveries_of_one_service_share_the_client_and_have_metrics_of_their_own()
            throws Exception {
        SharedClients clients = new SharedClients();
        ConsulDiscoveryFactory factory = new ConsulDiscoveryFactory(clients);
        String settings = "service = web, address = \"http://127.0.0.1:" + agent.port() + "\"";
        agent.says(1, instances(List.of(ONE))).says(1, instances(List.of(ONE)));
        try (ServiceDiscovery a =
                        factory.create(context, ConfigFactory.parseString(settings), reports);
                ServiceDiscovery b =
                        factory.create(context, ConfigFactory.parseString(settings), reports)) {
            a.start();
            b.start();
            reports.awaitFound(List.of(ONE));
            reports.awaitFound(List.of(ONE));

            assertThat(clients.size()).isEqualTo(1);
            assertThat(context.metrics().getGauges()).containsKeys("web.reals", "web-2.reals");
        }
        assertThat(clients.size()).isZero();
    }

    @Test
    void all_that_is_wrong_with_the_settings_is_said_at_once_with_its_place() {
        assertProblems(
                """
                address = "10.0.0.1:8500"
                weight-from = node
                empty = never
                wait = 11m
                token = "a b"
                """,
                "x.conf:1: discovery.address: \"10.0.0.1:8500\" is not http://HOST:PORT or"
                        + " https://HOST:PORT",
                "x.conf:1: discovery.service: is missing",
                "x.conf:2: discovery.weight-from: \"node\" is not service or meta:KEY",
                "x.conf:3: discovery.empty: \"never\" is not one of keep, drop",
                "x.conf:5: discovery.token: is empty or has characters other than printable ASCII"
                        + " without blanks",
                "x.conf:4: discovery.wait: 11m is not in 1s..10m");
        assertProblems(
                """
                service = web
                token = a
                token-file = b
                ca = c
                retry-max = 100ms
                """,
                "x.conf:2: discovery.token: is given and token-file as well; give one of them",
                "x.conf:4: discovery.ca: has no use: the address http://127.0.0.1:8500 is not"
                        + " https://",
                "x.conf:5: discovery.retry-max: retry-max is less than retry-min");
    }

    private void assertProblems(String settings, String... problems) {
        assertThatThrownBy(() -> create(settings))
                .isInstanceOfSatisfying(
                        SettingsException.class,
                        e -> assertThat(e.problems()).containsExactlyInAnyOrder(problems));
    }

    private void start(String more) {
        String defaults =
                """
                address = "http://127.0.0.1:%d"
                service = web, interval = 10ms, retry-min = 20ms, retry-max = 200ms
                """
                        .formatted(agent.port());
        discovery = create(defaults + more);
        discovery.start();
    }

    private ServiceDiscovery create(String settings) {
        return new ConsulPlugin()
                .serviceDiscoveries()
                .get(0)
                .create(
                        context,
                        ConfigFactory.parseString(
                                settings,
                                ConfigParseOptions.defaults().setOriginDescription("x.conf")),
                        reports);
    }

    private long counter(String name) {
        return context.metrics().getCounters().get(name).getCount();
    }

    private Object gauge(String name) {
        return context.metrics().getGauges().get(name).getValue();
    }

    /** A server whose certificate, of its own making, is in ca.pem. */
    private HttpsServer httpsServer() throws Exception {
        Path keys = dir.resolve("keys.p12");
        keytool(
                "-genkeypair -alias a -keyalg EC -dname CN=consul -ext SAN=ip:127.0.0.1 -validity 2"
                        + " -storetype PKCS12 -storepass changeit -keystore "
                        + keys);
        keytool(
                "-exportcert -rfc -alias a -storepass changeit -keystore "
                        + keys
                        + " -file "
                        + dir.resolve("ca.pem"));
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(keys)) {
            store.load(file, "changeit".toCharArray());
        }
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, "changeit".toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(factory.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(ScriptedAgent.loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return server;
    }

    private static void keytool(String arguments) throws Exception {
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process =
                new ProcessBuilder((tool + " " + arguments).split(" "))
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
    }
}
