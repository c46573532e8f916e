package io.katran.server.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import io.katran.thrift.Action;
import io.katran.thrift.Mac;
import io.katran.thrift.Real;
import io.katran.thrift.Vip;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.thrift.TException;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Vip VIP = new Vip("10.200.1.1", 80, 6);
    private static final byte[] FRAME_OF_16_MIB = HexFormat.of().parseHex("0100000080010001");

    @Test
    void one_connection_too_many_is_closed_and_the_others_stay() throws IOException, TException {
        try (ServerFixture fixture =
                        new ServerFixture(ConnectionLimits.DEFAULT.withMaxConnections(2));
                Dialect.Client first = connect(fixture);
                Dialect.Client second = connect(fixture)) {
            try (Socket third = fixture.rawClient()) {
                assertThat(ServerFixture.closedByServer(third)).isTrue();
            }
            assertThat(first.calls().getMac().getMac()).isEqualTo(TestService.MAC);
            assertThat(second.calls().getMac().getMac()).isEqualTo(TestService.MAC);

            first.transport().close();
            ServerFixture.await(() -> fixture.server.connectionCount() == 1);
            try (Dialect.Client next = connect(fixture)) {
                assertThat(next.calls().getMac().getMac()).isEqualTo(TestService.MAC);
            }
        }
    }

    @Test
    void a_silent_connection_is_closed_after_the_idle_timeout() throws IOException, TException {
        try (ServerFixture fixture =
                        new ServerFixture(ConnectionLimits.DEFAULT.withTimeouts(SHORT, LONG));
                Socket silent = fixture.rawClient();
                Dialect.Client quiet = connect(fixture)) {
            assertThat(quiet.calls().getMac().getMac()).isEqualTo(TestService.MAC);

            assertThat(ServerFixture.closedByServer(silent)).isTrue();
            ServerFixture.await(() -> fixture.server.connectionCount() == 0);
        }
    }

    @Test
    void a_running_call_is_not_limited_by_the_timeouts() throws Exception {
        try (ServerFixture fixture =
                        new ServerFixture(ConnectionLimits.DEFAULT.withTimeouts(SHORT, SHORT));
                Socket silent = fixture.rawClient();
                Dialect.Client client = connect(fixture)) {
            Thread releaser = new Thread(() -> releaseOnceClosed(fixture, silent));
            releaser.start();

            assertThat(client.calls().changeMac(new Mac("any"))).isTrue();
            releaser.join();
        }
    }

    @Test
    void a_request_that_trickles_in_is_cut_off() throws IOException {
        byte[] start = HexFormat.of().parseHex("000000408001");
        try (ServerFixture fixture =
                        new ServerFixture(ConnectionLimits.DEFAULT.withTimeouts(LONG, SHORT));
                Socket slow = fixture.rawClient()) {
            slow.getOutputStream().write(start);

            assertThat(ServerFixture.closedByServer(slow)).isTrue();
        }
    }

    @Test
    void a_client_that_never_reads_its_replies_is_cut_off() throws Exception {
        List<Real> many =
                IntStream.range(0, 60_000)
                        .mapToObj(i -> new Real("2001:db8::%x".formatted(i), 1, 0))
                        .toList();
        byte[] getReals =
                HexFormat.of()
                        .parseHex(
                                "0000001b80010001"
                                        + "0000000e6765745265616c73466f72566970"
                                        + "00000001"
                                        + "00");
        try (ServerFixture fixture =
                new ServerFixture(ConnectionLimits.DEFAULT.withTimeouts(LONG, SHORT))) {
            fixture.service.reals.addAll(many);
            try (Socket deaf = fixture.rawClient()) {
                for (int i = 0; i < 20; i++) {
                    deaf.getOutputStream().write(getReals);
                }
                assertThat(new DataInputStream(deaf.getInputStream()).readInt())
                        .isGreaterThan(1_000_000);
                ServerFixture.await(() -> fixture.server.connectionCount() == 0);
            }
        }
    }

    @Test
    void announced_frames_take_no_memory_before_their_bytes_arrive()
            throws IOException, TException {
        try (ServerFixture fixture = new ServerFixture(ConnectionLimits.DEFAULT)) {
            List<Socket> claims = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                claims.add(fixture.rawClient());
                claims.get(i).getOutputStream().write(FRAME_OF_16_MIB);
            }
            ServerFixture.await(() -> fixture.server.connectionCount() == 100);

            assertThat(fixture.server.bufferedBytes()).isZero();
            try (Dialect.Client client = connect(fixture)) {
                assertThat(client.calls().modifyRealsForVip(Action.ADD, batch(), VIP)).isTrue();
            }
            for (Socket socket : claims) {
                socket.close();
            }
        }
    }

    @Test
    void large_requests_of_all_connections_share_one_budget() throws IOException, TException {
        ConnectionLimits limits =
                new ConnectionLimits(64, 1 << 20, 1 << 16, 1 << 18, 1 << 20, LONG, LONG);
        byte[] frame = HexFormat.of().parseHex("0010000080010001" + "7fffffff");
        byte[] most = Arrays.copyOf(frame, 900_000);
        try (ServerFixture fixture = new ServerFixture(limits);
                Socket holder = fixture.rawClient()) {
            holder.getOutputStream().write(most);
            ServerFixture.await(() -> fixture.server.bufferedBytes() > 900_000);

            try (Socket other = fixture.rawClient()) {
                sendIgnoringReset(other, most);
                assertThat(ServerFixture.closedByServer(other)).isTrue();
            }
            try (Dialect.Client small = connect(fixture)) {
                assertThat(small.calls().getMac().getMac()).isEqualTo(TestService.MAC);
            }
            holder.shutdownOutput();
            ServerFixture.await(() -> fixture.server.bufferedBytes() == 0);
        }
    }

    private static void sendIgnoringReset(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException reset) {
            assertThat(reset).isInstanceOf(SocketException.class);
        }
    }

    /**
     * The silent connection's end shows that the time limits have passed while the call was
     * running.
     */
    private static void releaseOnceClosed(ServerFixture fixture, Socket silent) {
        try {
            fixture.service.entered.await();
            ServerFixture.closedByServer(silent);
            ServerFixture.await(() -> fixture.server.connectionCount() == 1);
            fixture.service.release.countDown();
        } catch (InterruptedException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Real> batch() {
        return IntStream.range(0, 10_000)
                .mapToObj(i -> new Real("2001:db8::%x".formatted(i), 1, 0))
                .toList();
    }

    private static Dialect.Client connect(ServerFixture fixture) throws TException {
        return Dialect.FRAMED_COMPACT.connect("127.0.0.1", fixture.server.port());
    }
}
