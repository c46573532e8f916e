package io.katran.server.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.katran.thrift.Mac;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.thrift.TException;
import org.junit.jupiter.api.Test;

class ThriftServerTest {

    @Test
    void listens_on_every_address_with_one_port() throws Exception {
        try (ServerFixture fixture = new ServerFixture(ConnectionLimits.DEFAULT)) {
            assertThat(fixture.server.addresses())
                    .extracting(InetSocketAddress::getAddress)
                    .isEqualTo(ServerFixture.loopbacks());
            assertThat(fixture.server.addresses())
                    .extracting(InetSocketAddress::getPort)
                    .containsOnly(fixture.server.port());
        }
    }

    @Test
    void a_taken_port_is_named_and_nothing_stays_open() throws Exception {
        try (ServerFixture fixture = new ServerFixture(ConnectionLimits.DEFAULT)) {
            ThriftServerSettings same =
                    new ThriftServerSettings(
                            ServerFixture.loopbacks(),
                            fixture.server.port(),
                            ConnectionLimits.DEFAULT);

            assertThatThrownBy(() -> ThriftServer.start(same, new TestService().iface()))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("127.0.0.1 port " + fixture.server.port())
                    .hasMessageContaining("katran.thrift.port");
        }
    }

    @Test
    void an_address_of_another_host_is_refused_and_a_missing_loopback_skipped() throws Exception {
        InetAddress foreign = InetAddress.getByName("192.0.2.1");
        InetAddress missingLoopback = InetAddress.getByName("127.9.9.9");
        InetAddress loopback = InetAddress.getByName("127.0.0.1");

        assertThatThrownBy(() -> start(foreign))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("192.0.2.1")
                .hasMessageContaining("katran.thrift.addresses");
        ThriftServer server = start(missingLoopback, loopback);
        assertThat(server.addresses())
                .extracting(InetSocketAddress::getAddress)
                .containsExactly(loopback);
        server.stop(Duration.ZERO);
    }

    @Test
    void stopping_lets_a_running_call_answer_and_closes_the_rest_at_once() throws Exception {
        try (ServerFixture fixture = new ServerFixture(ConnectionLimits.DEFAULT);
                Socket idle = fixture.rawClient();
                Dialect.Client busy = Dialect.FRAMED_BINARY.connect("::1", fixture.server.port())) {
            var answer = ServerFixture.async(() -> changeMac(busy));
            fixture.service.entered.await();

            var stop =
                    ServerFixture.async(
                            () -> {
                                fixture.server.stop(ServerFixture.PATIENCE);
                                return true;
                            });
            assertThat(ServerFixture.closedByServer(idle)).isTrue();
            assertThatThrownBy(() -> stop.get(200, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            assertThatThrownBy(fixture::rawClient).isInstanceOf(ConnectException.class);
            fixture.service.release.countDown();

            assertThat(answer.get(10, TimeUnit.SECONDS)).isTrue();
            stop.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void stopping_waits_no_longer_than_it_was_told() throws Exception {
        try (ServerFixture fixture = new ServerFixture(ConnectionLimits.DEFAULT);
                Dialect.Client busy =
                        Dialect.UNFRAMED_COMPACT.connect("::1", fixture.server.port())) {
            var answer = ServerFixture.async(() -> changeMac(busy));
            fixture.service.entered.await();

            fixture.server.stop(Duration.ofMillis(50));

            assertThat(answer).failsWithin(Duration.ofSeconds(10));
        }
    }

    private static boolean changeMac(Dialect.Client client) throws TException {
        return client.calls().changeMac(new Mac("02:00:00:00:00:02"));
    }

    private static ThriftServer start(InetAddress... addresses) throws Exception {
        return ThriftServer.start(
                new ThriftServerSettings(List.of(addresses), 0, ConnectionLimits.DEFAULT),
                new TestService().iface());
    }
}
