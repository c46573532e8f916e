package io.katran.maglev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RingSizeTest {
    @ParameterizedTest
    @ValueSource(ints = {RingSize.MIN, 5, 7, 97, RingSize.DEFAULT, 131071, RingSize.MAX})
    void accepts_primes(int size) {
        assertThat(RingSize.require(size)).isEqualTo(size);
    }

    @ParameterizedTest
    @CsvSource({
        "65536,65537",
        "65535,65537",
        "9,11",
        "25,23",
        "4,5",
        "2,3",
        "0,3",
        "-5,3",
        "16777214,16777213",
        "2147483647,16777213"
    })
    void names_the_nearest_prime_instead(int size, int nearest) {
        assertThatThrownBy(() -> RingSize.require(size))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ring size " + size + " ")
                .hasMessageContaining("(Maglev needs a prime; nearest: " + nearest + ")");
    }

    @Test
    void the_default_is_that_of_the_reference() {
        assertThat(RingSize.DEFAULT).isEqualTo(65_537);
    }
}
