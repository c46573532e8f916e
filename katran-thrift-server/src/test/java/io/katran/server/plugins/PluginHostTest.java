package io.katran.server.plugins;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.codahale.metrics.MetricRegistry;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.katran.api.IpAddress;
import io.katran.api.KatranException;
import io.katran.api.Real;
import io.katran.api.SettingsException;
import io.katran.control.settings.DiscoverySettings;
import io.katran.control.settings.HealthCheckSettings;
import io.katran.spi.HealthChecker;
import io.katran.spi.HealthResult;
import io.katran.spi.HealthTarget;
import io.katran.spi.ServiceDiscovery;
import io.katran.tck.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginHostTest {
    private static final HealthTarget TARGET =
            new HealthTarget(IpAddress.parse("127.0.0.1"), 1, Duration.ofSeconds(1));

    /** A plugin of which each test changes a line or two. */
    private static final String SOURCE =
            """
            package test;

            import com.typesafe.config.Config;
            import io.katran.spi.*;
            import java.util.List;
            import java.util.concurrent.*;

            public class NAME implements Plugin {
                public String name() { return "NAME"; }
                public SpiVersion spiVersion() { return new SpiVersion(1, 0); }
                public List<HealthCheckerFactory> healthCheckers() {
                    return List.of(new HealthCheckerFactory() {
                        public String type() { return "TYPE"; }
                        public HealthChecker create(PluginContext context, Config settings) {
                            context.metrics().counter("created").inc();
                            return new Checker();
                        }
                    });
                }
                static class Checker implements HealthChecker {
                    public void start() { }
                    public CompletionStage<HealthResult> check(HealthTarget target) {
                        Thread thread = Thread.currentThread();
                        boolean own = thread.getContextClassLoader() == Checker.class.getClassLoader();
                        return CompletableFuture.completedFuture(new HealthResult(own, sees("io.katran.server.plugins.PluginHost")));
                    }
                    static String sees(String name) {
                        try {
                            Class.forName(name);
                            return "sees the host";
                        } catch (ClassNotFoundException e) {
                            return "isolated";
                        }
                    }
                    public void close() { }
                }
            }
            """;

    @TempDir Path plugins;
    private final MetricRegistry metrics = new MetricRegistry();
    private PluginHost host;

    @AfterEach
    void close() {
        if (host != null) {
            host.close();
        }
    }

    @Test
    void finds_plugins_on_the_class_path() {
        open("");

        assertThat(host.status())
                .extracting(PluginStatus::name, PluginStatus::source, PluginStatus::types)
                .containsExactlyInAnyOrder(
                        tuple("discovery-consul", "class path", List.of("discovery consul")),
                        tuple("discovery-file", "class path", List.of("discovery file")),
                        tuple("health-tcp", "class path", List.of("health-check tcp")));
    }

    @Test
    void a_plugin_of_a_directory_sees_itself_and_the_interface_only() throws Exception {
        plugin("One", "one", "", "");
        open("");
        HealthChecker checker = host.healthChecker(check("one", ""));
        checker.start();

        assertThat(result(checker)).isEqualTo(new HealthResult(true, "isolated"));
        assertThat(metrics.getCounters()).containsKey("One.created");
        assertThat(Thread.currentThread().getContextClassLoader())
                .isSameAs(getClass().getClassLoader());
    }

    @Test
    void one_checker_serves_all_vips_with_the_same_settings() throws IOException {
        plugin("One", "one", "", "");
        open("");

        HealthChecker first = host.healthChecker(check("one", "path = x"));

        assertThat(host.healthChecker(check("one", "\n\npath = x"))).isSameAs(first);
        assertThat(host.healthChecker(check("one", "path = y"))).isNotSameAs(first);
    }

    @Test
    void a_discovery_reports_through_the_host_until_it_is_closed() throws Exception {
        Path reals = Files.writeString(plugins.resolve("x"), "reals = [ { address = \"::1\" } ]");
        open("");
        Reports reports = new Reports();
        ServiceDiscovery discovery =
                host.discovery(file("path = \"" + reals + "\", interval = 50ms"), reports);
        discovery.start();
        reports.awaitFound(List.of(Real.of("::1", 1)));

        host.close();
        Files.writeString(reals, "reals = []");

        assertThat(reports.staysSilent()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SpiVersion(1, 0) | SpiVersion(2, 0) | built for version 2.0 of the plugin interface, this is 1.0",
                "SpiVersion(1, 0) | SpiVersion(1, 7) | built for version 1.7 of the plugin interface, this is 1.0",
                "return new SpiVersion | if (true) throw new IllegalStateException(\"no luck\"); return new SpiVersion | no luck",
                "return \"TYPE\" | if (true) throw new NoClassDefFoundError(\"gone\"); return \"\" | gone",
                "\"TYPE\" | \"tcp\" | health check \"tcp\" is offered by health-tcp (class path) as well",
                "return \"NAME\" | return \"health-tcp\" | its name is taken by health-tcp (class path)",
            })
    void a_plugin_that_does_not_fit_is_quarantined_with_its_reason(
            String line, String changed, String reason) throws IOException {
        plugin("One", "one", line, changed);
        plugin("Two", "two", "", "");
        open("");

        assertThat(failureOf(plugins.resolve("One").toString())).contains(reason);
        assertThat(failureOf("class path")).isEmpty();
        assertThatThrownBy(() -> host.healthChecker(check("one", "")))
                .isInstanceOf(SettingsException.class)
                .hasMessage(
                        "x.conf:7: health-check.type: \"one\": no plugin offers it (there are: tcp, two)");
        assertThat(host.healthChecker(check("two", ""))).isNotNull();
    }

    @Test
    void a_directory_without_a_plugin_is_listed_with_its_reason() throws IOException {
        Files.createDirectory(plugins.resolve("empty"));
        open("");

        assertThat(failureOf(plugins.resolve("empty").toString())).isEqualTo("it has no jar");
    }

    @Test
    void a_plugin_that_fails_to_start_is_quarantined() throws IOException {
        plugin(
                "One",
                "one",
                "void start() { }",
                "void start() { throw new IllegalStateException(\"no luck\"); }");
        open("");
        HealthChecker checker = host.healthChecker(check("one", ""));

        assertThatThrownBy(checker::start)
                .isInstanceOf(KatranException.class)
                .hasMessageContaining("starting a health checker failed")
                .hasMessageContaining("no luck");

        assertThat(failureOf(plugins.resolve("One").toString())).contains("no luck");
        assertThatThrownBy(() -> host.healthChecker(check("one", "a = 1")))
                .hasMessageContaining("is not used: starting a health checker failed");
    }

    @Test
    void a_check_that_throws_fails_its_probe_only() throws Exception {
        plugin(
                "One",
                "one",
                "Thread thread =",
                "if (true) throw new IllegalStateException(\"no luck\"); Thread thread =");
        open("");
        HealthChecker checker = host.healthChecker(check("one", ""));
        checker.start();

        assertThatThrownBy(() -> result(checker)).hasRootCauseMessage("no luck");
        assertThat(failureOf(plugins.resolve("One").toString())).isEmpty();
    }

    @Test
    void what_a_plugin_refuses_keeps_its_place() {
        open("health-tcp { colour = red }, web { }");

        assertThatThrownBy(() -> host.healthChecker(check("tcp", "")))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("x.conf:1: katran.plugins.health-tcp.colour: unknown key");
    }

    private void open(String settings) {
        host = PluginHost.open(parse(settings), Optional.of(plugins), metrics, Clock.systemUTC());
    }

    private void plugin(String name, String type, String line, String changed) throws IOException {
        String source = SOURCE.replace(line.isEmpty() ? "NONE" : line, changed);
        PluginJar.write(
                plugins.resolve(name), name, source.replace("NAME", name).replace("TYPE", type));
    }

    private String failureOf(String source) {
        return host.status().stream()
                .filter(status -> status.source().equals(source))
                .map(status -> status.failure().orElse(""))
                .reduce("", String::concat);
    }

    private static HealthResult result(HealthChecker checker)
            throws InterruptedException, ExecutionException, TimeoutException {
        return checker.check(TARGET).toCompletableFuture().get(5, SECONDS);
    }

    private static HealthCheckSettings check(String type, String settings) {
        return new HealthCheckSettings(
                type,
                Optional.empty(),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                2,
                3,
                parse(settings),
                "x.conf:7");
    }

    private static DiscoverySettings file(String settings) {
        return new DiscoverySettings("file", parse(settings), "x.conf:8");
    }

    private static Config parse(String text) {
        return ConfigFactory.parseString(
                text, ConfigParseOptions.defaults().setOriginDescription("x.conf"));
    }
}
