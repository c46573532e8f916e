package io.katran.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharesTest {
    private static final Map<String, Integer> WEIGHTS = Map.of("a", 20, "b", 30, "c", 50);

    @Test
    void accepts_connections_that_follow_the_weights() {
        Outcomes outcomes = new Outcomes(Map.of("a", 2_150, "b", 2_900, "c", 4_950), Map.of());

        assertThatCode(() -> Shares.check("IPv4", outcomes, WEIGHTS)).doesNotThrowAnyException();
    }

    @Test
    void refuses_equal_thirds() {
        Outcomes outcomes = new Outcomes(Map.of("a", 3_333, "b", 3_333, "c", 3_334), Map.of());

        assertThatThrownBy(() -> Shares.check("IPv4", outcomes, WEIGHTS))
                .isInstanceOf(Expectation.class)
                .hasMessageContaining("tolerance 10 %");
    }

    @Test
    void refuses_a_single_failure() {
        Outcomes outcomes =
                new Outcomes(Map.of("a", 2_000, "b", 3_000, "c", 5_000), Map.of("timed out", 1));

        assertThatThrownBy(() -> Shares.check("IPv6", outcomes, WEIGHTS))
                .hasMessage("IPv6: 1 of 10001 connections failed: 1 x timed out");
    }

    @Test
    void refuses_a_drained_real_that_answers() {
        Outcomes outcomes = new Outcomes(Map.of("a", 1, "b", 3_000, "c", 5_000), Map.of());

        assertThatThrownBy(() -> Shares.check("IPv4", outcomes, Map.of("a", 0, "b", 30, "c", 50)))
                .hasMessageContaining("a has");
    }

    @Test
    void refuses_an_answer_from_elsewhere() {
        Outcomes outcomes =
                new Outcomes(Map.of("a", 2_000, "b", 3_000, "c", 5_000, "z", 1), Map.of());

        assertThatThrownBy(() -> Shares.check("IPv4", outcomes, WEIGHTS))
                .hasMessageContaining("z answered");
    }

    @Test
    void an_outage_explains_the_share_of_the_dead_real_and_not_much_more() {
        assertThat(Shares.mostFailures(1_000, 0.5)).isBetween(560, 600);
        assertThat(Shares.mostFailures(1_000, 0.2)).isBetween(250, 290);
    }

    @Test
    void an_outage_ends_with_the_last_failure() {
        OutageWatch watch = new OutageWatch();
        watch.failed(new ConnectException());
        watch.begin();

        watch.answered("a");
        watch.failed(new ConnectException());
        for (int i = 0; i < 10; i++) {
            watch.answered("b");
        }

        assertThat(watch.isOver(11)).isFalse();
        assertThat(watch.isOver(10)).isTrue();
        assertThat(watch.summary().connections()).isEqualTo(2);
        assertThat(watch.summary().failures()).isEqualTo(1);
        assertThat(watch.summary().kinds()).isEqualTo("1 x refused");
    }
}
