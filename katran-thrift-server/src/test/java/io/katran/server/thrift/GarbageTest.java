package io.katran.server.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.katran.thrift.Vip;
import io.katran.thrift.VipMeta;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.thrift.TException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * Whatever a client sends, it loses at most its own connection; the log gets lines, not stack
 * traces.
 */
class GarbageTest {

    private static final Vip VIP = new Vip("10.200.1.1", 80, 6);

    /** "addVip", from the name's length on, in either protocol. */
    private static final String BINARY_ADD_VIP = "80010001" + "00000006616464566970" + "00000001";

    private static final String COMPACT_ADD_VIP = "8221" + "01" + "06616464566970";

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.katran.server.thrift");
    private ServerFixture fixture;
    private Dialect.Client healthy;

    @BeforeEach
    void start() throws IOException, TException {
        fixture =
                new ServerFixture(
                        ConnectionLimits.DEFAULT.withTimeouts(
                                Duration.ofMinutes(1), Duration.ofMillis(300)));
        healthy = Dialect.FRAMED_BINARY.connect("127.0.0.1", fixture.server.port());
        healthy.calls().addVip(new VipMeta(VIP, 7));
        logger.setLevel(Level.DEBUG);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
        logger.setLevel(null);
        healthy.close();
        fixture.close();
    }

    static Stream<Arguments> garbage() {
        String deep = "0c0001".repeat(5_000);
        String bomb = "822200066765744d616300" + "00".repeat(20 << 20);
        return Stream.of(
                text("an HTTP request", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
                text("an SSH greeting", "SSH-2.0-OpenSSH_9.2\r\n"),
                hex("a TLS hello", "16030100a5010000a10303" + "5a".repeat(150)),
                hex("zeros", "00".repeat(64)),
                hex("a negative frame length", "f0000000" + "8001"),
                hex("the largest frame length", "7fffffff" + BINARY_ADD_VIP),
                hex("a frame one byte above the limit", "01000001" + BINARY_ADD_VIP),
                hex("a frame length that nothing follows", "00ffffff" + "80010001"),
                hex("a truncated frame", "00000040" + BINARY_ADD_VIP),
                hex("a frame of an unknown kind", "00000010" + "42".repeat(16)),
                hex("an extended frame length", "42494746" + "0000000000000010"),
                hex("half a length", "0000"),
                hex("a binary name of two billion bytes", "80010001" + "7fffffff"),
                hex("a binary name of negative length", "80010001" + "ffffffff"),
                hex("a compact name of two billion bytes", "822101" + "ffffffff07"),
                hex("a compact version of the future", "822301" + "06616464566970" + "00"),
                hex("a varint without end", "8221" + "ff".repeat(20)),
                hex(
                        "a reply instead of a call",
                        "80010002" + "00000006616464566970" + "0000000100"),
                hex("an unframed string of a gigabyte", BINARY_ADD_VIP + "0b0001" + "40000000"),
                hex("an unframed list of two billion", BINARY_ADD_VIP + "0f00630c" + "7fffffff"),
                hex("an unframed map of two billion", BINARY_ADD_VIP + "0d00630c0c" + "7fffffff"),
                hex("a compact list of two billion", COMPACT_ADD_VIP + "f9" + "fc" + "ffffffff07"),
                hex("lists of unknown elements", BINARY_ADD_VIP + "0f006301" + "0003ffff"),
                hex("structures in structures without end", BINARY_ADD_VIP + deep),
                hex("an unknown field type", BINARY_ADD_VIP + "7f0001" + "00".repeat(8)),
                header(
                        "a header cut off within its fixed part",
                        "00000009",
                        "0fff0001000000000001"),
                header("a header of no words", "0000000a", "0fff0001000000000000"),
                header(
                        "a header longer than its frame",
                        "0000000e",
                        "0fff0001000000000002" + "02000000"),
                header(
                        "the longest header in a short frame",
                        "0000000e",
                        "0fff000100000000ffff" + "02000000"),
                header("a header that nothing follows", "00ffffff", "0fff000100000000ffff"),
                header(
                        "a header without a payload",
                        "0000000e",
                        "0fff0001000000000001" + "02000000"),
                header("a header in JSON", "0000000f", "0fff0001000000000001" + "01000000" + "5b"),
                header(
                        "more transforms than the header holds",
                        "0000000e",
                        "0fff0001000000000001" + "02ffff7f"),
                header(
                        "a transform without end",
                        "00000012",
                        "0fff0001000000000002" + "0201ffffffffff0f"),
                header(
                        "an extended length after a good request",
                        "00000019",
                        "0fff0001000000000001"
                                + "02000000"
                                + "822200066765744d616300"
                                + "42494746"
                                + "0000000000000010"),
                header(
                        "a frame without a header after one with",
                        "00000019",
                        "0fff0001000000000001"
                                + "02000000"
                                + "822200066765744d616300"
                                + "0000000b822100066765744d616300"),
                zlib("zlib data that is none", "42".repeat(40)),
                zlib(
                        "zlib data cut off",
                        HeaderFramesTest.deflated("822200066765744d616300").substring(0, 24)),
                zlib("zlib data that needs a dictionary", "78bb" + "00".repeat(20)),
                zlib("no zlib data", ""),
                zlib("a zip bomb", HeaderFramesTest.deflated(bomb)),
                zlib(
                        "a zip bomb in a zip",
                        HeaderFramesTest.deflated(HeaderFramesTest.deflated(bomb))),
                text("rubbish after a good head", "\0\0\0\30" + "\200\1\0\1" + "\377".repeat(20)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("garbage")
    void loses_only_its_own_connection(String what, byte[] bytes) throws IOException, TException {
        try (Socket socket = fixture.rawClient()) {
            socket.getOutputStream().write(bytes);

            assertThat(ServerFixture.closedByServer(socket)).isTrue();
        }
        assertHealthyAndQuiet();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "800100010000001"
                        + "16d6f646966795265616c73466f72566970"
                        + "00000001"
                        + "0f00020c00800000",
                "822101" + "116d6f646966795265616c73466f72566970" + "29fc80808004"
            })
    void a_batch_that_claims_too_many_elements_is_refused_before_it_is_allocated(String hex)
            throws IOException, TException {
        try (Socket socket = fixture.rawClient()) {
            socket.getOutputStream().write(HexFormat.of().parseHex(hex));

            assertThat(ServerFixture.closedByServer(socket)).isTrue();
        }
        assertHealthyAndQuiet();
        assertThat(log.list)
                .anySatisfy(
                        line ->
                                assertThat(line.getFormattedMessage())
                                        .contains("Length exceeded max allowed: 8388608"));
    }

    @Test
    void random_bytes_and_mutated_requests_lose_only_their_own_connection()
            throws IOException, TException {
        long seed = 20_260_101;
        Random random = new Random(seed);
        List<byte[]> requests =
                List.of(
                        HexFormat.of().parseHex("00000017" + BINARY_ADD_VIP + "0c00010000"),
                        HeaderFramesTest.frame(
                                "000100000000",
                                "02010100",
                                HeaderFramesTest.deflated(COMPACT_ADD_VIP + "1c0000")),
                        HeaderFramesTest.frame(
                                "000100000000", "0200010101610162", COMPACT_ADD_VIP + "1c0000"));
        for (int round = 0; round < 600; round++) {
            byte[] bytes =
                    round % 4 == 0
                            ? randomBytes(random)
                            : mutated(requests.get(round % 4 - 1), random);
            try (Socket socket = fixture.rawClient()) {
                socket.getOutputStream().write(bytes);
                socket.shutdownOutput();
                assertThat(ServerFixture.closedByServer(socket))
                        .as("seed %d round %d", seed, round)
                        .isTrue();
            }
        }
        assertThat(healthy.calls().getMac().getMac()).isEqualTo(TestService.MAC);
        ServerFixture.await(() -> fixture.server.connectionCount() == 1);
        assertThat(fixture.server.bufferedBytes()).isZero();
    }

    private void assertHealthyAndQuiet() throws TException {
        assertThat(healthy.calls().getAllVips()).containsExactly(VIP);
        assertThat(fixture.service.vips).hasSize(1);
        ServerFixture.await(() -> fixture.server.connectionCount() == 1);
        assertThat(fixture.server.bufferedBytes()).isZero();
        assertThat(log.list)
                .allSatisfy(line -> assertThat(line.getThrowableProxy()).isNull())
                .allSatisfy(line -> assertThat(line.getFormattedMessage()).matches("[ -~]+"))
                .anySatisfy(
                        line -> assertThat(line.getFormattedMessage()).startsWith("/127.0.0.1:"));
    }

    private static byte[] randomBytes(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] mutated(byte[] request, Random random) {
        byte[] bytes = request.clone();
        for (int i = 0; i <= random.nextInt(3); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static Arguments header(String what, String length, String frame) {
        return hex(what, length + frame);
    }

    private static Arguments zlib(String what, String payload) {
        return Arguments.of(what, HeaderFramesTest.frame("000100000000", "02010100", payload));
    }

    private static Arguments text(String what, String text) {
        return Arguments.of(what, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Arguments hex(String what, String hex) {
        return Arguments.of(what, HexFormat.of().parseHex(hex));
    }
}
