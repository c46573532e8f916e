package io.katran.control;

/**
 * When something was given up.
 *
 * @param nanos of the clock
 * @param plan serial number of the plan that gave it up
 */
record Moment(long nanos, long plan) {

    /** Whether it has rested this long by now, and was not given up by the plan in the making. */
    boolean isRested(Moment now, long restNanos) {
        return plan != now.plan && now.nanos - nanos >= restNanos;
    }
}
