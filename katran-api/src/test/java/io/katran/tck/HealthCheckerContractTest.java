package io.katran.tck;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.katran.spi.HealthChecker;
import io.katran.spi.HealthCheckerFactory;
import io.katran.spi.HealthResult;
import io.katran.spi.HealthTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a host relies on of every health checker. */
public abstract class HealthCheckerContractTest {
    private static final Duration NO_TIME = Duration.ofMillis(200);
    private static final int AT_ONCE = 200;

    private TestContext context;
    private HealthChecker checker;

    protected abstract HealthCheckerFactory factory();

    /** Settings that are right, as HOCON. */
    protected abstract String validSettings();

    /** A target that answers well. */
    protected abstract HealthTarget healthyTarget();

    /** A target that answers at once, and badly: a closed port of this host for instance. */
    protected abstract HealthTarget unhealthyTarget();

    /**
     * A target that does not answer until its timeout; empty if there can be no such target on the
     * host of the test.
     */
    protected abstract Optional<HealthTarget> silentTarget();

    @BeforeEach
    void make() {
        context = new TestContext();
        checker = factory().create(context, FactoryContract.parse(validSettings()));
    }

    @AfterEach
    void end() {
        checker.close();
        context.close();
    }

    @Test
    void rejects_an_unknown_key_naming_its_place() {
        FactoryContract.rejectsAnUnknownKeyNamingItsPlace(validSettings(), factory()::create);
    }

    @Test
    void rejects_an_unknown_key_of_the_plugin_itself() {
        FactoryContract.rejectsAnUnknownKeyOfThePluginItself(validSettings(), factory()::create);
    }

    @Test
    void creating_starts_no_thread() {
        Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());

        HealthChecker another = factory().create(context, FactoryContract.parse(validSettings()));

        assertThat(Thread.getAllStackTraces().keySet()).isSubsetOf(before);
        another.close();
    }

    @Test
    void closing_needs_no_start_and_may_be_repeated() {
        assertThatCode(
                        () -> {
                            checker.close();
                            checker.close();
                        })
                .doesNotThrowAnyException();
    }

    @Test
    void tells_a_good_target_from_a_bad_one() throws Exception {
        checker.start();

        HealthResult good = result(checker.check(healthyTarget()));
        HealthResult bad = result(checker.check(unhealthyTarget()));

        assertThat(good.healthy()).as(good.detail()).isTrue();
        assertThat(bad.healthy()).as(bad.detail()).isFalse();
        assertThat(good.detail()).isNotBlank();
        assertThat(bad.detail()).isNotBlank();
    }

    @Test
    void many_probes_may_be_under_way_at_once() throws Exception {
        checker.start();
        List<CompletionStage<HealthResult>> probes = new ArrayList<>();

        for (int i = 0; i < AT_ONCE; i++) {
            probes.add(checker.check(i % 2 == 0 ? healthyTarget() : unhealthyTarget()));
        }

        for (int i = 0; i < AT_ONCE; i++) {
            assertThat(result(probes.get(i)).healthy()).isEqualTo(i % 2 == 0);
        }
    }

    @Test
    void a_silent_target_neither_blocks_nor_outlasts_its_timeout() throws Exception {
        assumeThat(silentTarget()).as("silent target").isPresent();
        HealthTarget target = silentTarget().orElseThrow();
        checker.start();

        long start = System.nanoTime();
        CompletionStage<HealthResult> probe = checker.check(target);
        Duration blocked = Duration.ofNanos(System.nanoTime() - start);
        HealthResult result = result(probe);
        Duration taken = Duration.ofNanos(System.nanoTime() - start);

        assertThat(blocked).as("check must not block").isLessThan(NO_TIME);
        assertThat(result.healthy()).isFalse();
        assertThat(taken).isLessThan(target.timeout().plus(Duration.ofSeconds(1)));
    }

    @Test
    void closing_ends_probes_under_way() throws Exception {
        assumeThat(silentTarget()).as("silent target").isPresent();
        HealthTarget patient = silentTarget().orElseThrow();
        HealthTarget target =
                new HealthTarget(patient.address(), patient.port(), Duration.ofMinutes(5));
        checker.start();
        CompletionStage<HealthResult> probe = checker.check(target);

        checker.close();

        assertThat(isFailure(probe)).isTrue();
    }

    @Test
    void a_check_after_closing_fails_without_throwing() throws Exception {
        checker.start();
        checker.close();

        assertThat(isFailure(checker.check(healthyTarget()))).isTrue();
    }

    private static HealthResult result(CompletionStage<HealthResult> probe)
            throws InterruptedException, ExecutionException, TimeoutException {
        return probe.toCompletableFuture().get(10, SECONDS);
    }

    private static boolean isFailure(CompletionStage<HealthResult> probe)
            throws InterruptedException, TimeoutException {
        try {
            return !result(probe).healthy();
        } catch (ExecutionException | CancellationException e) {
            return true;
        }
    }
}
