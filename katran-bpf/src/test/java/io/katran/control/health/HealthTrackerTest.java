package io.katran.control.health;

import static io.katran.control.health.HealthState.CHECKING;
import static io.katran.control.health.HealthState.DOWN;
import static io.katran.control.health.HealthState.UP;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthTrackerTest {

    /** The states after each result, {@code +} being a success and {@code -} a failure. */
    private static List<HealthState> states(int rise, int fall, String results) {
        HealthTracker tracker = new HealthTracker(rise, fall);
        List<HealthState> states = new ArrayList<>();
        for (char result : results.toCharArray()) {
            states.add(tracker.record(result == '+'));
        }
        return states;
    }

    @Test
    void the_first_result_decides_alone() {
        assertThat(new HealthTracker(2, 3).state()).isEqualTo(CHECKING);
        assertThat(states(2, 3, "+")).containsExactly(UP);
        assertThat(states(2, 3, "-")).containsExactly(DOWN);
    }

    @Test
    void fall_consecutive_failures_take_it_down() {
        assertThat(states(2, 3, "+--+---")).containsExactly(UP, UP, UP, UP, UP, UP, DOWN);
    }

    @Test
    void rise_consecutive_successes_bring_it_up() {
        assertThat(states(2, 3, "-+-++")).containsExactly(DOWN, DOWN, DOWN, DOWN, UP);
    }
}
