package io.katran.plugins.health.tcp;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.katran.api.IpAddress;
import io.katran.spi.HealthChecker;
import io.katran.spi.HealthCheckerFactory;
import io.katran.spi.HealthTarget;
import io.katran.tck.HealthCheckerContractTest;
import io.katran.tck.TestContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpCheckerContractTest extends HealthCheckerContractTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int ROOM = 1_024;

    private final List<SocketChannel> fillers = new ArrayList<>();
    private ServerSocket listening;
    private ServerSocket full;
    private int closedPort;

    @BeforeEach
    void openPorts() throws IOException {
        listening = new ServerSocket(0, ROOM, LOOPBACK);
        try (ServerSocket closed = new ServerSocket(0, 1, LOOPBACK)) {
            closedPort = closed.getLocalPort();
        }
        // A listener whose queue is full does not answer a SYN.
        full = new ServerSocket(0, 1, LOOPBACK);
        for (int i = 0; i < 4; i++) {
            SocketChannel filler = SocketChannel.open();
            filler.configureBlocking(false);
            filler.connect(new InetSocketAddress(LOOPBACK, full.getLocalPort()));
            fillers.add(filler);
        }
    }

    @AfterEach
    void closePorts() throws IOException {
        for (SocketChannel filler : fillers) {
            filler.close();
        }
        full.close();
        listening.close();
    }

    @Test
    void says_why_a_target_is_bad() throws Exception {
        try (TestContext context = new TestContext();
                HealthChecker checker = factory().create(context, ConfigFactory.empty())) {
            checker.start();

            assertThat(checker.check(unhealthyTarget()).toCompletableFuture().get(5, SECONDS))
                    .hasFieldOrPropertyWithValue("detail", "connection refused");
            assertThat(
                            checker.check(silentTarget().orElseThrow())
                                    .toCompletableFuture()
                                    .get(5, SECONDS))
                    .hasFieldOrPropertyWithValue("detail", "no answer within 300 ms");
        }
    }

    @Test
    void resets_the_connection() throws Exception {
        try (TestContext context = new TestContext();
                HealthChecker checker = factory().create(context, ConfigFactory.empty())) {
            checker.start();
            checker.check(healthyTarget()).toCompletableFuture().get(5, SECONDS);

            try (var accepted = listening.accept()) {
                accepted.setSoTimeout(5_000);
                assertThat(accepted.getInputStream())
                        .satisfies(
                                in -> assertThatThrownBy(in::read).hasMessageContaining("reset"));
            }
        }
    }

    @Override
    protected HealthCheckerFactory factory() {
        return new TcpPlugin().healthCheckers().get(0);
    }

    @Override
    protected String validSettings() {
        return "";
    }

    @Override
    protected HealthTarget healthyTarget() {
        return target(listening.getLocalPort());
    }

    @Override
    protected HealthTarget unhealthyTarget() {
        return target(closedPort);
    }

    @Override
    protected Optional<HealthTarget> silentTarget() {
        return Optional.of(
                new HealthTarget(
                        IpAddress.parse("127.0.0.1"), full.getLocalPort(), Duration.ofMillis(300)));
    }

    private static HealthTarget target(int port) {
        return new HealthTarget(IpAddress.parse("127.0.0.1"), port, Duration.ofSeconds(5));
    }
}
