package io.katran.control.health;

/**
 * Turns the results of probes into a state.
 *
 * <p>The first result decides alone, so that a start is not delayed by {@code rise} intervals. From
 * then on {@code fall} consecutive failures take a real down and {@code rise} consecutive successes
 * bring it up; a result that agrees with the state forgets the other ones counted so far. Not
 * thread-safe.
 */
final class HealthTracker {
    private final int rise;
    private final int fall;
    private HealthState state = HealthState.CHECKING;
    private int contradictions;

    HealthTracker(int rise, int fall) {
        this.rise = rise;
        this.fall = fall;
    }

    /** Takes the next result and returns the state after it. */
    HealthState record(boolean healthy) {
        HealthState said = healthy ? HealthState.UP : HealthState.DOWN;
        if (state == HealthState.CHECKING || said == state) {
            state = said;
            contradictions = 0;
        } else if (++contradictions >= (healthy ? rise : fall)) {
            state = said;
            contradictions = 0;
        }
        return state;
    }

    HealthState state() {
        return state;
    }
}
