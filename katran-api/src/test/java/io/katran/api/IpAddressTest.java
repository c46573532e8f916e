package io.katran.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1",
        "255.255.255.255, 255.255.255.255",
        "FC00::1, fc00::1",
        "[fc00::1], fc00::1",
        "fc00:0:0:0:0:0:0:1, fc00::1",
        "2401:db00:f01c:2002:face:0:d:0, 2401:db00:f01c:2002:face:0:d:0",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "1:0:0:2:2:0:0:3, 1::2:2:0:0:3",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "::10.0.0.1, ::10.0.0.1",
        "::ffff:10.0.0.1, 10.0.0.1",
        "::FFFF:a00:1, 10.0.0.1",
        "64:ff9b::192.0.2.1, 64:ff9b::c000:201",
    })
    void every_spelling_has_one_canonical_form(String text, String canonical) {
        IpAddress address = IpAddress.parse(text);

        assertThat(address).hasToString(canonical).isEqualTo(IpAddress.parse(canonical));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.0.0",
                "010.0.0.1",
                "10.0.0.01",
                "0x0a000001",
                "10.0.0.1/32",
                " 10.0.0.1",
                "10.0.0.256",
                "10.0.0.-1",
                "10.0.0.1.",
                "[10.0.0.1]",
                "fc00::1::2",
                "fc00::1/64",
                "fe80::1%lo",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4::5:6:7:8",
                "::12345",
                "::g",
                ":1",
                "1:",
                "1.2.3.4::",
                "::1.2.3",
                "\u0661::",
            })
    void anything_but_a_literal_is_refused_with_the_text(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpAddress.parse(text))
                .withMessageContaining("\"" + text + "\"")
                .withMessageContaining("10.0.0.1");
    }

    @RepeatedTest(200)
    void random_ipv6_agrees_with_the_jdk(RepetitionInfo run) throws UnknownHostException {
        Random random = new Random(run.getCurrentRepetition());
        byte[] bytes = new byte[16];
        for (int i = 0; i < 16; i++) {
            bytes[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt() : 0);
        }
        bytes[0] |= 0x20;

        IpAddress address = IpAddress.ofBytes(bytes);

        InetAddress jdk = Inet6Address.getByAddress(bytes);
        assertThat(IpAddress.parse(jdk.getHostAddress())).isEqualTo(address);
        assertThat(InetAddress.getByName(address.toString())).isEqualTo(jdk);
        assertThat(address.toBytes()).isEqualTo(bytes);
    }

    @Test
    void mapped_bytes_keep_the_families_apart() {
        assertThat(IpAddress.parse("10.0.0.1").toMappedBytes())
                .containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 0, 0, 1);
        assertThat(IpAddress.parse("::10.0.0.1").toMappedBytes())
                .containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 1);
    }

    @Test
    void order_is_family_then_unsigned_bytes() {
        assertThat(IpAddress.parse("200.0.0.1")).isGreaterThan(IpAddress.parse("10.0.0.1"));
        assertThat(IpAddress.parse("::1")).isGreaterThan(IpAddress.parse("255.255.255.255"));
        assertThat(IpAddress.parse("fc00::1")).isGreaterThan(IpAddress.parse("::1"));
    }
}
