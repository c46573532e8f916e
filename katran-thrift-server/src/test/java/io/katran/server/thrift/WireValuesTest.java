package io.katran.server.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.katran.api.ErrorCode;
import io.katran.api.IpAddress;
import io.katran.api.KatranException;
import io.katran.api.MacAddress;
import io.katran.api.Real;
import io.katran.api.RealFlags;
import io.katran.api.VipFlag;
import io.katran.api.VipKey;
import io.katran.thrift.QuicReal;
import io.katran.thrift.Vip;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class WireValuesTest {

    @Test
    void values_at_the_ends_of_their_ranges_are_taken_as_they_are() {
        assertThat(WireValues.key(new Vip("10.200.1.1", 0, 17)))
                .isEqualTo(VipKey.parse("10.200.1.1:0/udp"));
        assertThat(WireValues.key(new Vip("FC00:0::1", 65_535, 6)))
                .isEqualTo(VipKey.parse("[fc00::1]:65535/tcp"));
        assertThat(WireValues.vipFlags(0xffff_ffffL).bits()).isEqualTo(-1);
        assertThat(WireValues.vipFlags(2).known()).containsExactly(VipFlag.NO_LRU);
        assertThat(WireValues.real(new io.katran.thrift.Real("10.0.0.1", 0, 255)))
                .isEqualTo(new Real(IpAddress.parse("10.0.0.1"), 0, new RealFlags(0xfe)));
        assertThat(WireValues.mac("02:AA:00:00:00:01")).isEqualTo(new MacAddress(0x02aa00000001L));
    }

    @ParameterizedTest
    @CsvSource({
        "10.200.1.1, -1, 6, port",
        "10.200.1.1, 65536, 6, port",
        "10.200.1.1, 80, -250, protocol",
        "10.200.1.1, 80, 262, protocol",
        "10.200.1.1, 80, 0, protocol",
        "10.200.1, 80, 6, 10.200.1",
        "010.200.1.1, 80, 6, 010.200.1.1",
        "10.200.1.1/32, 80, 6, prefix",
        "localhost, 80, 6, localhost",
        "fc00::1%lo, 80, 6, fc00::1%lo"
    })
    void a_vip_that_does_not_fit_is_refused_and_named(
            String address, int port, int protocol, String named) {
        assertInvalid(() -> WireValues.key(new Vip(address, port, protocol)), named);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"garbage", "02:00:00:00:00", "0:0:0:0:0:0", "02:00:00:00:00:01 "})
    void a_mac_that_is_none_is_refused(String text) {
        assertInvalid(() -> WireValues.mac(text), text == null ? "missing" : text);
    }

    @Test
    void numbers_that_would_have_to_be_narrowed_are_refused() {
        assertInvalid(() -> WireValues.vipFlags(-1), "-1");
        assertInvalid(() -> WireValues.vipFlags(1L << 32), "4294967296");
        assertInvalid(() -> WireValues.realFlags(-1), "-1");
        assertInvalid(() -> WireValues.realFlags(256), "256");
        assertInvalid(
                () -> WireValues.real(new io.katran.thrift.Real("10.0.0.1", -1, 0)), "weight -1");
    }

    @Test
    void what_is_missing_is_refused_and_named() {
        assertInvalid(() -> WireValues.key(null), "vip is missing");
        assertInvalid(() -> WireValues.key(new Vip()), "vip.address is missing");
        assertInvalid(() -> WireValues.puts(null), "reals is missing");
        assertInvalid(() -> WireValues.puts(Arrays.asList((io.katran.thrift.Real) null)), "real ");
        assertInvalid(() -> WireValues.serverIds(List.of(new QuicReal(null, 1))), "real.address");
    }

    @Test
    void the_last_entry_of_a_server_id_counts() {
        assertThat(
                        WireValues.serverIds(
                                List.of(
                                        new QuicReal("10.0.0.1", 7),
                                        new QuicReal("10.0.0.2", 8),
                                        new QuicReal("10.0.0.3", 7))))
                .containsEntry(7, IpAddress.parse("10.0.0.3"))
                .containsEntry(8, IpAddress.parse("10.0.0.2"))
                .hasSize(2);
    }

    private static void assertInvalid(ThrowingCallable call, String named) {
        assertThatExceptionOfType(KatranException.class)
                .isThrownBy(call)
                .withMessageContaining(named)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }
}
