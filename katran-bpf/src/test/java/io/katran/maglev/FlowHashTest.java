package io.katran.maglev;

import static org.assertj.core.api.Assertions.assertThat;

import io.katran.api.HashFunction;
import io.katran.api.IpAddress;
import io.katran.maglev.Ring.Member;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowHashTest {
    /** Seeds of a reference that is built for 4,096 VIPs. */
    private static final FlowHash FOR_4096_VIPS = new FlowHash(4096 * 65537, 4096);

    @ParameterizedTest
    @CsvSource({
        "192.168.1.1, 31337, 80, c7e68632, 48717, a6129741, 61744",
        "192.168.1.1, 31337, 0, 01c79de1, 39962, 077a3b7e, 13316",
        "192.168.1.1, 0, 80, 979353bd, 48171, db3c9ea7, 50028",
        "0.0.0.0, 42, 42, df5e9469, 46348, 1fbdceee, 44849",
        "161.178.195.212, 4660, 443, 644c9446, 12282, 6c3c016e, 38195",
        "255.255.255.255, 65535, 65535, b60e60ee, 43745, eeb78201, 37707",
        "0.0.0.0, 0, 0, 24923b12, 5760, 15360638, 61699",
        "fc00:2::1, 31337, 80, 9c5a2eda, 37505, 6802d70f, 28429",
        "2001:db8:1:2:3:4:5:6, 4660, 443, 54785f09, 2705, 045aa1b0, 40278",
        "::, 42, 42, ee30e569, 63290, 1db3049b, 59113",
        "::, 0, 0, 7aa02a75, 45014, 609c727f, 4579"
    })
    void agrees_with_the_reference_under_both_seeds(
            String source,
            int sourcePort,
            int destinationPort,
            String hash,
            int slot,
            String otherHash,
            int otherSlot) {
        IpAddress address = IpAddress.parse(source);

        int mine = FlowHash.DEFAULT.of(address, sourcePort, destinationPort);
        int other = FOR_4096_VIPS.of(address, sourcePort, destinationPort);

        assertThat(mine).isEqualTo(Integer.parseUnsignedInt(hash, 16));
        assertThat(FlowHash.slot(mine, RingSize.DEFAULT)).isEqualTo(slot);
        assertThat(other).isEqualTo(Integer.parseUnsignedInt(otherHash, 16));
        assertThat(FlowHash.slot(other, RingSize.DEFAULT)).isEqualTo(otherSlot);
    }

    @Test
    void an_ipv6_source_that_spells_an_ipv4_address_is_hashed_as_ipv6() {
        long mapped = 0xffff_0a00_0001L;

        assertThat(FlowHash.DEFAULT.ofV6(0, mapped, 1, 2))
                .isNotEqualTo(FlowHash.DEFAULT.ofV4((int) mapped, 1, 2));
    }

    @ParameterizedTest
    @CsvSource({
        "192.168.1.1, 31337, 80, 10.0.0.3, fc00::1",
        "192.168.1.1, 31337, 0, 10.0.0.2, ",
        "0.0.0.0, 42, 42, 10.0.0.2, ",
        "fc00:2::1, 31337, 80, , fc00::3"
    })
    void hash_and_ring_together_choose_the_real_of_the_reference(
            String source, int sourcePort, int destinationPort, String v4Real, String v6Real) {
        int hash = FlowHash.DEFAULT.of(IpAddress.parse(source), sourcePort, destinationPort);

        if (v4Real != null) {
            assertThat(choose(hash, "10.0.0.1", "10.0.0.2", "10.0.0.3")).isEqualTo(v4Real);
        }
        if (v6Real != null) {
            assertThat(choose(hash, "fc00::1", "fc00::2", "fc00::3")).isEqualTo(v6Real);
        }
    }

    private static String choose(int hash, String... reals) {
        List<Member> members =
                List.of(reals).stream().map(r -> new Member(IpAddress.parse(r), 1)).toList();
        short[] ring = Ring.of(HashFunction.MAGLEV, RingSize.DEFAULT, members);
        return reals[ring[FlowHash.slot(hash, RingSize.DEFAULT)]];
    }
}
