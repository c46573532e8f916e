package io.katran.server.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import io.katran.thrift.Mac;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.transport.TMemoryInputTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** THeader frames byte by byte, as fbthrift's clients send them and expect them back. */
class HeaderFramesTest {

    private static final HexFormat HEX = HexFormat.of();

    /** {@code getMac}, in compact version 2 and 1 and in binary. */
    private static final String GET_MAC = "8222" + "00" + "066765744d6163" + "00";

    private static final String GET_MAC_1 = "8221" + "00" + "066765744d6163" + "00";
    private static final String GET_MAC_BINARY = "80010001000000066765744d61630000000000";

    /** The result: field 0 is a Mac, whose field 1 is a text of 17 bytes. */
    private static final String MAC =
            "0c00" + "1811" + HEX.formatHex(TestService.MAC.getBytes(StandardCharsets.US_ASCII));

    private static final String MAC_REPLY = "8242" + "00" + "066765744d6163" + MAC + "0000";

    private ServerFixture fixture;
    private Socket socket;

    @BeforeEach
    void start() throws IOException {
        fixture = new ServerFixture(ConnectionLimits.DEFAULT);
        socket = fixture.rawClient();
    }

    @AfterEach
    void stop() throws IOException {
        socket.close();
        fixture.close();
    }

    @Test
    void the_first_call_of_an_fbthrift_client_is_answered_byte_for_byte()
            throws IOException, TException {
        String request = "00000019" + "0fff0001" + "00000000" + "0001" + "02000000" + GET_MAC;
        assertThat(request).hasSize(2 * 29);
        socket.getOutputStream().write(HEX.parseHex(request));

        String reply = readFrame(socket);

        assertThat(reply).isEqualTo("0fff0001" + "00000000" + "0001" + "02000000" + MAC_REPLY);
        byte[] result = HEX.parseHex(MAC_REPLY.substring("824200066765744d61630c00".length()));
        Mac mac = new Mac();
        mac.read(new TCompactProtocol(new TMemoryInputTransport(result)));
        assertThat(mac.getMac()).isEqualTo(TestService.MAC);
    }

    @ParameterizedTest
    @CsvSource({"0000,00000001", "0001,ffffffff", "8001,80000000"})
    void flags_and_sequence_number_come_back(String flags, String sequence) throws IOException {
        send(flags + sequence, "02000000", GET_MAC);

        assertThat(readFrame(socket))
                .isEqualTo("0fff" + flags + sequence + "0001" + "02000000" + MAC_REPLY);
    }

    @Test
    void each_request_is_answered_in_its_own_protocol_and_version() throws IOException {
        assertThat(exchange("02000000", GET_MAC)).startsWith("000102000000" + "8242");
        assertThat(exchange("02000000", GET_MAC_1)).startsWith("000102000000" + "8241");
        assertThat(exchange("00000000", GET_MAC_BINARY)).startsWith("000100000000" + "80010002");
        assertThat(exchange("02000000", GET_MAC)).startsWith("000102000000" + "8242");
    }

    @Test
    void the_probe_for_another_transport_is_refused_and_the_client_goes_on() throws IOException {
        String upgrade = "8222" + "00" + "0f75706772616465546f526f636b6574" + "00";

        assertThat(exchange("02000000", upgrade))
                .startsWith("000102000000" + "8262" + upgrade.substring(4, upgrade.length() - 2))
                .endsWith("15" + "02" + "00"); // field 2: UNKNOWN_METHOD
        assertThat(exchange("02000000", GET_MAC)).endsWith(MAC_REPLY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "02000000", // as short as it gets
                "0200" + "01" + "01" + "016b" + "0176" + "00000000", // for this message
                "0200" + "02" + "01" + "016b" + "0176" + "01" + "01" + "0161" + "00" + "000000",
                "0200" + "7f" + "ffffffffff", // of an unknown kind
                "0200" + "01" + "ffffffff0f" + "00000000", // more pairs than there are
                "0200" + "01" + "01" + "ffffffff07" + "000000" // a key longer than the frame
            })
    void keys_and_values_of_any_kind_are_skipped(String header) throws IOException {
        assertThat(exchange(header, GET_MAC)).endsWith(MAC_REPLY);
    }

    @Test
    void a_compressed_request_gets_a_compressed_reply() throws IOException {
        String reply = exchange("02010100", deflated(GET_MAC));

        String head = "0001" + "02010100";
        assertThat(reply).startsWith(head);
        byte[] payload = HEX.parseHex(reply.substring(head.length()));
        assertThat(HEX.formatHex(HeaderClientTransport.inflated(payload))).isEqualTo(MAC_REPLY);
        assertThat(exchange("02000000", GET_MAC)).endsWith(MAC_REPLY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"02010500", "02010000", "02010300", "02020101", "02020105"})
    void a_transform_of_another_kind_is_answered_so_that_the_client_can_tell(String header)
            throws IOException {
        String payload = deflated(deflated(GET_MAC));

        assertThat(exchange(header, payload))
                .startsWith("000102000000" + "8262" + "00" + "00")
                .endsWith("15" + HEX.toHexDigits((byte) (8 << 1)) + "00"); // INVALID_TRANSFORM
        assertThat(TApplicationException.INVALID_TRANSFORM).isEqualTo(8);
        assertThat(exchange("02000000", GET_MAC)).endsWith(MAC_REPLY);
    }

    @Test
    void a_request_may_inflate_to_the_limit_of_requests_and_no_further() throws Exception {
        try (ServerFixture tight = new ServerFixture(tightLimits());
                Socket client = tight.rawClient()) {
            client.getOutputStream().write(getMacInflatingTo(1 << 20));
            assertThat(readFrame(client)).startsWith("0fff" + "000100000000" + "0001" + "02010100");

            client.getOutputStream().write(getMacInflatingTo((1 << 20) + 1));
            assertThat(ServerFixture.closedByServer(client)).isTrue();
        }
    }

    @Test
    void what_a_request_inflates_to_counts_against_the_budget_of_all() throws Exception {
        byte[] most = Arrays.copyOf(HEX.parseHex("00100000" + "80010001" + "7fffffff"), 900_000);
        try (ServerFixture tight = new ServerFixture(tightLimits());
                Socket holder = tight.rawClient();
                Socket early = tight.rawClient();
                Socket late = tight.rawClient()) {
            holder.getOutputStream().write(most);
            ServerFixture.await(() -> tight.server.bufferedBytes() > 900_000);
            early.getOutputStream().write(getMacInflatingTo(500_000));
            assertThat(ServerFixture.closedByServer(early)).isTrue();

            holder.shutdownOutput();
            ServerFixture.await(() -> tight.server.bufferedBytes() == 0);
            late.getOutputStream().write(getMacInflatingTo(500_000));
            assertThat(readFrame(late)).startsWith("0fff" + "000100000000" + "0001" + "02010100");
            ServerFixture.await(() -> tight.server.bufferedBytes() == 0);
        }
    }

    /** A mebibyte for one request and for all. */
    private static ConnectionLimits tightLimits() {
        Duration wait = Duration.ofMinutes(1);
        return new ConnectionLimits(64, 1 << 20, 1 << 16, 1 << 18, 1 << 20, wait, wait);
    }

    /** A good request, which only its size can be held against. */
    private static byte[] getMacInflatingTo(int size) {
        String rest = "00".repeat(size - GET_MAC.length() / 2);
        return frame("000100000000", "02010100", deflated(GET_MAC + rest));
    }

    /** The reply after its sequence number. */
    private String exchange(String header, String payload) throws IOException {
        send("000100000007", header, payload);
        String reply = readFrame(socket);
        assertThat(reply).startsWith("0fff000100000007");
        return reply.substring("0fff000100000007".length());
    }

    private void send(String flagsAndSequence, String header, String payload) throws IOException {
        socket.getOutputStream().write(frame(flagsAndSequence, header, payload));
    }

    static byte[] frame(String flagsAndSequence, String header, String payload) {
        assertThat(header.length() % 8).as("a header is whole words").isZero();
        String frame =
                "0fff"
                        + flagsAndSequence
                        + "%04x".formatted(header.length() / 8)
                        + header
                        + payload;
        return HEX.parseHex("%08x".formatted(frame.length() / 2) + frame);
    }

    static String deflated(String hex) {
        return HEX.formatHex(HeaderClientTransport.deflated(HEX.parseHex(hex)));
    }

    private static String readFrame(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        return HEX.formatHex(in.readNBytes(in.readInt()));
    }
}
