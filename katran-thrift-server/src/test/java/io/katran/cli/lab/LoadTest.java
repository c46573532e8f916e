package io.katran.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lab's client against the lab's real, on the loopback interface. */
class LoadTest {
    private RealServer real;
    private InetSocketAddress address;

    @BeforeEach
    void start() throws IOException {
        real = new RealServer("real7", 0);
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), real.port());
    }

    @AfterEach
    void stop() {
        real.close();
    }

    @Test
    void every_connection_learns_the_name_of_its_real() {
        Outcomes outcomes = new LoadClient(address).connect(300);

        assertThat(outcomes).isEqualTo(new Outcomes(Map.of("real7", 300), Map.of()));
    }

    @Test
    void a_held_connection_answers_again_and_again() throws IOException {
        try (HttpConnection connection = new HttpConnection(address)) {
            assertThat(connection.ask()).isEqualTo("real7");
            assertThat(connection.ask()).isEqualTo("real7");
            assertThat(connection.askAndPart()).isEqualTo("real7");
        }
    }

    @Test
    void a_held_connection_notices_that_its_real_died() throws IOException {
        try (HttpConnection connection = new HttpConnection(address)) {
            connection.ask();

            real.close();

            assertThatThrownBy(connection::ask).isInstanceOf(IOException.class);
        }
    }

    @Test
    void connections_to_a_dead_real_are_refused() {
        real.close();

        Outcomes outcomes = new LoadClient(address).connect(20);

        assertThat(outcomes).isEqualTo(new Outcomes(Map.of(), Map.of("refused", 20)));
    }
}
