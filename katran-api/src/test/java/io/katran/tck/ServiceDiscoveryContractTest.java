package io.katran.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.katran.api.Real;
import io.katran.spi.ServiceDiscovery;
import io.katran.spi.ServiceDiscoveryFactory;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a host relies on of every service discovery. */
public abstract class ServiceDiscoveryContractTest {
    private static final List<Real> TWO = List.of(Real.of("10.0.0.1", 1), Real.of("fc00::2", 7));
    private static final List<Real> ONE = List.of(Real.of("10.0.0.3", 2));

    private TestContext context;
    private Reports reports;
    private ServiceDiscovery discovery;

    protected abstract ServiceDiscoveryFactory factory();

    /** Settings that are right, as HOCON, for finding what {@link #publish} published. */
    protected abstract String validSettings();

    /** Makes the source say that these are the reals. */
    protected abstract void publish(List<Real> reals) throws Exception;

    /** Makes the source unreadable or senseless. */
    protected abstract void breakSource() throws Exception;

    @BeforeEach
    void make() {
        context = new TestContext();
        reports = new Reports();
        discovery = factory().create(context, FactoryContract.parse(validSettings()), reports);
    }

    @AfterEach
    void end() {
        discovery.close();
        context.close();
    }

    @Test
    void rejects_an_unknown_key_naming_its_place() {
        FactoryContract.rejectsAnUnknownKeyNamingItsPlace(
                validSettings(), (c, s) -> factory().create(c, s, reports));
    }

    @Test
    void rejects_an_unknown_key_of_the_plugin_itself() {
        FactoryContract.rejectsAnUnknownKeyOfThePluginItself(
                validSettings(), (c, s) -> factory().create(c, s, reports));
    }

    @Test
    void creating_reports_nothing_and_starts_no_thread() throws Exception {
        publish(TWO);
        Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());

        ServiceDiscovery another =
                factory().create(context, FactoryContract.parse(validSettings()), reports);

        assertThat(Thread.getAllStackTraces().keySet()).isSubsetOf(before);
        assertThat(reports.all()).isEmpty();
        another.close();
    }

    @Test
    void closing_needs_no_start_and_may_be_repeated() {
        assertThatCode(
                        () -> {
                            discovery.close();
                            discovery.close();
                        })
                .doesNotThrowAnyException();
    }

    @Test
    void reports_what_is_there_and_every_change() throws Exception {
        publish(TWO);
        discovery.start();
        reports.awaitFound(TWO);

        publish(ONE);
        reports.awaitFound(ONE);
    }

    @Test
    void a_broken_source_is_reported_with_a_reason_and_a_mended_one_again() throws Exception {
        publish(TWO);
        discovery.start();
        reports.awaitFound(TWO);

        breakSource();
        assertThat(reports.awaitFailed()).isNotBlank();

        publish(TWO);
        reports.awaitFound(TWO);
    }

    @Test
    void a_source_that_is_broken_at_the_start_is_waited_for() throws Exception {
        breakSource();
        discovery.start();
        reports.awaitFailed();

        publish(ONE);
        reports.awaitFound(ONE);
    }

    @Test
    void nothing_is_reported_after_closing() throws Exception {
        publish(TWO);
        discovery.start();
        reports.awaitFound(TWO);

        discovery.close();
        reports.clear();
        publish(ONE);

        assertThat(reports.staysSilent()).isTrue();
    }
}
