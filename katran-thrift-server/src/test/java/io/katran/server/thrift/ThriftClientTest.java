package io.katran.server.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.apache.thrift.transport.TTransportException;
import org.junit.jupiter.api.Test;

class ThriftClientTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @Test
    void calls_a_server_and_says_where_none_is() throws Exception {
        int port;
        try (ServerFixture fixture = new ServerFixture(ConnectionLimits.DEFAULT)) {
            port = fixture.server.port();
            try (ThriftClient client = ThriftClient.connect("::1", port, TIMEOUT)) {
                assertThat(client.calls().getMac().getMac()).isEqualTo(TestService.MAC);
            }
        }

        assertThatThrownBy(() -> ThriftClient.connect("127.0.0.1", port, TIMEOUT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1 port " + port)
                .hasMessageContaining("refused");
    }

    @Test
    void gives_up_on_a_reply_after_its_timeout() throws Exception {
        try (ServerFixture fixture = new ServerFixture(ConnectionLimits.DEFAULT);
                ThriftClient client =
                        ThriftClient.connect(
                                "127.0.0.1", fixture.server.port(), Duration.ofMillis(100))) {
            assertThatThrownBy(() -> client.calls().changeMac(null))
                    .isInstanceOfSatisfying(
                            TTransportException.class,
                            e -> assertThat(e.getType()).isEqualTo(TTransportException.TIMED_OUT));
        }
    }
}
