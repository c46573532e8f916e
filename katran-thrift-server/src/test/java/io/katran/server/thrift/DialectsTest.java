package io.katran.server.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.katran.thrift.Action;
import io.katran.thrift.Real;
import io.katran.thrift.Vip;
import io.katran.thrift.VipMeta;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.TServiceClient;
import org.apache.thrift.protocol.TProtocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DialectsTest {

    private static final Vip VIP = new Vip("10.200.1.1", 80, 6);

    private ServerFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new ServerFixture(ConnectionLimits.DEFAULT);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_stock_client_calls_over_either_loopback(Dialect dialect) throws TException {
        for (String host : List.of("127.0.0.1", "::1")) {
            try (Dialect.Client client = dialect.connect(host, fixture.server.port())) {
                assertThat(client.calls().getMac().getMac()).isEqualTo(TestService.MAC);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void arguments_and_results_arrive_as_they_were_sent(Dialect dialect) throws TException {
        try (Dialect.Client client = connect(dialect)) {
            assertThat(client.calls().addVip(new VipMeta(VIP, 0xffff_ffffL))).isTrue();
            assertThat(client.calls().addVip(new VipMeta(VIP, 1).setSetFlag(false))).isTrue();

            assertThat(client.calls().getAllVips()).containsExactly(VIP, VIP);
            assertThat(client.calls().getVipFlags(VIP)).isEqualTo(0xffff_ffffL);
            assertThat(client.calls().getVipFlags(new Vip("10.200.1.1", 0, 6))).isEqualTo(-1);
            assertThat(fixture.service.vips)
                    .extracting(VipMeta::isSetFlag)
                    .containsExactly(true, false);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_batch_of_megabytes_goes_both_ways(Dialect dialect) throws TException {
        List<Real> reals =
                IntStream.range(0, 60_000)
                        .mapToObj(i -> new Real("2001:db8:%x::%x".formatted(i / 4096, i), i, 0))
                        .toList();
        try (Dialect.Client client = connect(dialect)) {
            assertThat(client.calls().modifyRealsForVip(Action.ADD, reals, VIP)).isTrue();

            assertThat(client.calls().getRealsForVip(VIP)).isEqualTo(reals);
        }
        assertThat(fixture.server.bufferedBytes()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void an_unknown_method_is_answered_and_the_connection_stays(Dialect dialect) throws TException {
        try (Dialect.Client client = connect(dialect)) {
            Probe probe = new Probe(client.protocol());

            for (String name : List.of("upgradeToRocket", "nosuch\nmethod")) {
                var answer =
                        catchThrowableOfType(TApplicationException.class, () -> probe.call(name));
                assertThat(answer.getType()).isEqualTo(TApplicationException.UNKNOWN_METHOD);
            }
            assertThat(client.calls().getMac().getMac()).isEqualTo(TestService.MAC);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_failing_handler_is_answered_and_the_connection_stays(Dialect dialect) throws TException {
        try (Dialect.Client client = connect(dialect)) {
            var answer =
                    catchThrowableOfType(
                            TApplicationException.class, () -> client.calls().getLruStats());

            assertThat(answer.getType()).isEqualTo(TApplicationException.INTERNAL_ERROR);
            assertThat(client.calls().getMac().getMac()).isEqualTo(TestService.MAC);
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"UNFRAMED_BINARY", "UNFRAMED_COMPACT"})
    void malformed_arguments_in_a_frame_are_answered_and_the_connection_stays(Dialect dialect)
            throws TException {
        try (Dialect.Client client = connect(dialect)) {
            Probe probe = new Probe(client.protocol());

            var answer =
                    catchThrowableOfType(
                            TApplicationException.class,
                            () -> probe.callWithHugeString("getVipFlags"));

            assertThat(answer.getType()).isEqualTo(TApplicationException.PROTOCOL_ERROR);
            assertThat(client.calls().getMac().getMac()).isEqualTo(TestService.MAC);
        }
    }

    @Test
    void compact_version_2_is_answered_in_version_2_and_version_1_in_version_1()
            throws IOException {
        try (Socket socket = fixture.rawClient()) {
            assertThat(exchange(socket, "822200066765744d616300")).startsWith(0x82, 0x42);
            assertThat(exchange(socket, "822100066765744d616300")).startsWith(0x82, 0x41);
            assertThat(exchange(socket, "8222ffffffff0f066765744d616300"))
                    .startsWith(0x82, 0x42, 0xff, 0xff, 0xff, 0xff, 0x0f);
        }
    }

    @Test
    void requests_that_arrive_together_or_in_pieces_are_all_answered() throws IOException {
        byte[] request = HexFormat.of().parseHex("0000000b822100066765744d616300");
        try (Socket socket = fixture.rawClient()) {
            socket.setTcpNoDelay(true);
            for (byte b : request) {
                socket.getOutputStream().write(b);
            }
            byte[] twice =
                    HexFormat.of()
                            .parseHex(
                                    "0000000b822100066765744d6163000000000b822100066765744d616300");
            socket.getOutputStream().write(twice);

            for (int i = 0; i < 3; i++) {
                assertThat(readFrame(socket)).startsWith(0x82, 0x41);
            }
        }
    }

    private Dialect.Client connect(Dialect dialect) throws TException {
        return dialect.connect("127.0.0.1", fixture.server.port());
    }

    private static byte[] exchange(Socket socket, String payload) throws IOException {
        byte[] bytes = HexFormat.of().parseHex("%08x%s".formatted(payload.length() / 2, payload));
        socket.getOutputStream().write(bytes);
        return readFrame(socket);
    }

    private static byte[] readFrame(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        return in.readNBytes(in.readInt());
    }

    /** Calls methods the interface does not have, with arguments that fit none. */
    private static final class Probe extends TServiceClient {

        Probe(TProtocol protocol) {
            super(protocol);
        }

        void call(String method) throws TException {
            sendBase(method, new Vip("any struct will do", 1, 2));
            receiveBase(new Vip(), method);
        }

        void callWithHugeString(String method) throws TException {
            Vip vip = new Vip("x".repeat(ConnectionLimits.DEFAULT.maxStringBytes() + 1), 1, 2);
            sendBase(method, vip);
            receiveBase(new Vip(), method);
        }
    }
}
