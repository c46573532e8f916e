package io.katran.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parsing, printing and limits of the small values. */
class ValuesTest {

    @ParameterizedTest
    @ValueSource(strings = {"10.200.1.1:80/tcp", "[fc00::1]:443/udp", "10.0.0.1:0/tcp"})
    void a_vip_key_prints_as_it_is_written(String text) {
        assertThat(VipKey.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "10.0.0.1:80",
                "10.0.0.1/tcp",
                "10.0.0.1:65536/tcp",
                "10.0.0.1:-1/tcp",
                "10.0.0.1:x/tcp",
                "fc00::1:80/tcp",
                "10.0.0.1:80/sctp",
                "/",
                ""
            })
    void a_malformed_vip_key_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> VipKey.parse(text));
    }

    @Test
    void two_spellings_of_an_address_are_one_vip() {
        assertThat(VipKey.parse("[FC00:0::1]:80/TCP")).isEqualTo(VipKey.parse("[fc00::1]:80/tcp"));
    }

    @Test
    void a_mac_address_is_six_bytes_with_one_separator() {
        assertThat(MacAddress.parse("02-00-00-00-00-FE")).hasToString("02:00:00:00:00:fe");
        for (String bad : new String[] {"", "02:00", "02:00:00:00:00:0g", "02:00-00:00:00:01"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MacAddress.parse(bad))
                    .withMessageContaining("\"" + bad + "\"");
        }
    }

    @Test
    void zero_and_group_addresses_are_no_gateways() {
        assertThat(MacAddress.parse("00:00:00:00:00:00").isUnusableAsGateway()).isTrue();
        assertThat(MacAddress.parse("ff:ff:ff:ff:ff:ff").isUnusableAsGateway()).isTrue();
        assertThat(MacAddress.parse("02:00:00:00:00:01").isUnusableAsGateway()).isFalse();
    }

    @Test
    void vip_flags_keep_bits_without_a_name() {
        VipFlags flags = new VipFlags(2307);

        assertThat(flags.known())
                .containsExactly(VipFlag.NO_SRC_PORT, VipFlag.NO_LRU, VipFlag.UDP_STABLE_ROUTING);
        assertThat(flags.unknownBits()).isEqualTo(0x800);
        assertThat(flags).hasToString("no-src-port no-lru udp-stable-routing 0x800");
    }

    @Test
    void vip_flags_are_set_and_cleared_as_sets() {
        VipFlags flags = VipFlags.of(VipFlag.NO_SRC_PORT, VipFlag.NO_LRU);

        assertThat(flags.with(VipFlags.of(VipFlag.QUIC)).bits()).isEqualTo(7);
        assertThat(flags.without(VipFlags.of(VipFlag.NO_LRU)).bits()).isEqualTo(1);
    }

    @Test
    void the_family_bit_of_a_real_is_not_settable() {
        assertThat(RealFlags.ofWire(0xff).bits()).isEqualTo(0xfe);
        assertThatIllegalArgumentException().isThrownBy(() -> new RealFlags(1));
    }

    @Test
    void a_vip_names_each_real_once() {
        VipKey key = VipKey.parse("[fc00::1]:80/tcp");

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                Vip.builder(key)
                                        .real(Real.of("fc00::2", 1))
                                        .real(Real.of("FC00:0::2", 2))
                                        .build())
                .withMessageContaining("fc00::2 twice");
    }
}
