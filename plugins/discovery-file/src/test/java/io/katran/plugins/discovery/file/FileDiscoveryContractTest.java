package io.katran.plugins.discovery.file;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.katran.api.Real;
import io.katran.spi.ServiceDiscovery;
import io.katran.spi.ServiceDiscoveryFactory;
import io.katran.tck.Reports;
import io.katran.tck.ServiceDiscoveryContractTest;
import io.katran.tck.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDiscoveryContractTest extends ServiceDiscoveryContractTest {
    @TempDir Path dir;

    @Override
    protected ServiceDiscoveryFactory factory() {
        return new FilePlugin().serviceDiscoveries().get(0);
    }

    @Override
    protected String validSettings() {
        return "path = \"" + file() + "\", interval = 50ms";
    }

    @Override
    protected void publish(List<Real> reals) throws IOException {
        Files.writeString(
                file(),
                reals.stream()
                        .map(
                                r ->
                                        "{\"address\":\"%s\",\"weight\":%d}"
                                                .formatted(r.address(), r.weight()))
                        .collect(Collectors.joining(",", "{\"reals\":[", "]}")));
    }

    @Override
    protected void breakSource() throws IOException {
        Files.writeString(file(), "{\"reals\":[");
    }

    private Path file() {
        return dir.resolve("reals.json");
    }

    @Nested
    class AFile {
        private final Reports reports = new Reports();
        private final TestContext context = new TestContext();
        private ServiceDiscovery discovery;

        @BeforeEach
        void make() {
            discovery =
                    factory().create(context, ConfigFactory.parseString(validSettings()), reports);
        }

        @AfterEach
        void end() {
            discovery.close();
            context.close();
        }

        @Test
        void that_is_missing_is_waited_for() throws Exception {
            discovery.start();
            assertThat(reports.awaitFailed()).isEqualTo(file() + ": no such file");

            publish(List.of(Real.of("10.0.0.1", 1)));
            reports.awaitFound(List.of(Real.of("10.0.0.1", 1)));
        }

        @Test
        void that_is_deleted_is_failed_and_its_return_is_reported() throws Exception {
            publish(List.of(Real.of("10.0.0.1", 1)));
            discovery.start();
            reports.awaitFound(List.of(Real.of("10.0.0.1", 1)));

            Files.delete(file());
            reports.awaitFailed();
            publish(List.of(Real.of("10.0.0.1", 1)));
            reports.awaitFound(List.of(Real.of("10.0.0.1", 1)));
        }

        @Test
        void that_is_replaced_by_renaming_is_read_again() throws Exception {
            publish(List.of(Real.of("10.0.0.1", 1)));
            discovery.start();
            reports.awaitFound(List.of(Real.of("10.0.0.1", 1)));

            Path next = Files.writeString(dir.resolve("next"), "reals = [ { address = \"::1\" } ]");
            Files.move(next, file(), ATOMIC_MOVE);

            reports.awaitFound(List.of(Real.of("::1", 1)));
        }

        @Test
        void that_changes_within_its_size_and_time_is_read_again() throws Exception {
            FileTime time = FileTime.fromMillis(1_000_000);
            publish(List.of(Real.of("10.0.0.1", 1)));
            Files.setLastModifiedTime(file(), time);
            discovery.start();
            reports.awaitFound(List.of(Real.of("10.0.0.1", 1)));

            publish(List.of(Real.of("10.0.0.2", 1)));
            Files.setLastModifiedTime(file(), time);

            reports.awaitFound(List.of(Real.of("10.0.0.2", 1)));
        }

        @Test
        void that_makes_no_sense_is_reported_once_with_every_place() throws Exception {
            Files.writeString(
                    file(),
                    """
                    reals = [
                      { address = web1 }
                      { address = "10.0.0.1", wieght = 3 }
                    ]
                    """);
            discovery.start();

            assertThat(reports.awaitFailed())
                    .startsWith(file() + ":2: file.reals[0].address: \"web1\" is not an IP address")
                    .endsWith(
                            file()
                                    + ":3: file.reals[1].wieght: unknown key; did you mean"
                                    + " \"weight\"?");
            assertThat(reports.staysSilent()).isTrue();
        }

        @Test
        void without_the_list_is_not_an_empty_list() throws Exception {
            Files.writeString(file(), "");
            discovery.start();
            assertThat(reports.awaitFailed()).isEqualTo(file() + ": reals: is missing");

            Files.writeString(file(), "reals = []");
            reports.awaitFound(List.of());
        }
    }
}
