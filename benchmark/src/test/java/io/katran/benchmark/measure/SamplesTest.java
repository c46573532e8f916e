package io.katran.benchmark.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {

    @Test
    void ranks_measurements_whatever_their_order() {
        Samples samples =
                Samples.of(List.of(9.0, 1.0, 8.0, 2.0, 7.0, 3.0, 6.0, 4.0, 5.0, 0.0, 1000.0));

        assertThat(samples.p10()).isEqualTo(1.0, within(1e-9));
        assertThat(samples.median()).isEqualTo(5.0, within(1e-9));
        assertThat(samples.p90()).isEqualTo(9.0, within(1e-9));
    }

    @Test
    void lies_between_two_measurements_if_there_is_none_of_that_rank() {
        assertThat(Samples.of(List.of(10.0, 20.0)).median()).isEqualTo(15.0, within(1e-9));
    }

    @Test
    void refuses_to_make_figures_of_nothing() {
        assertThatThrownBy(() -> Samples.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
