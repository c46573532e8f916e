package io.katran.dataplane.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.katran.control.settings.GueSettings;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TooBigSettingsTest {
    private static EncapSettings encap(boolean gue) {
        Optional<GueSettings> settings =
                gue
                        ? Optional.of(new GueSettings(6080, Optional.empty(), Optional.empty()))
                        : Optional.empty();
        return new EncapSettings(64, true, 0xac10, new byte[12], settings);
    }

    @ParameterizedTest
    @CsvSource({
        "1500, false, 1494, 1474",
        "1500, true, 1486, 1466",
        "1520, false, 1514, 1494",
        "1540, false, 1514, 1514",
        "9000, true, 1514, 1514",
        "1280, false, 1294, 1294",
    })
    void what_the_link_has_room_for_depends_on_the_outer_headers(
            int mtu, boolean gue, int frameToV4, int frameToV6) {
        assertThat(TooBigSettings.of(true, 1514, OptionalInt.of(mtu), encap(gue)))
                .isEqualTo(new TooBigSettings(true, frameToV4, frameToV6));
    }

    @Test
    void without_a_link_only_the_longest_frame_counts() {
        assertThat(TooBigSettings.of(true, 1514, OptionalInt.empty(), encap(false)))
                .isEqualTo(new TooBigSettings(true, 1514, 1514));
    }
}
