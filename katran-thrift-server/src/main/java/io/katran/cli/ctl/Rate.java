package io.katran.cli.ctl;

import io.katran.thrift.Stats;

/**
 * What two counters grew by in a second.
 *
 * @param v1 as the method that reads the counters says
 * @param v2 as the method that reads the counters says
 */
record Rate(long v1, long v2) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** A counter that shrank was started anew: then nothing is known, and the rate is 0. */
    static Rate between(Stats before, Stats after, long nanos) {
        return new Rate(
                perSecond(after.getV1() - before.getV1(), nanos),
                perSecond(after.getV2() - before.getV2(), nanos));
    }

    Rate plus(Rate other) {
        return new Rate(v1 + other.v1, v2 + other.v2);
    }

    private static long perSecond(long growth, long nanos) {
        return Math.round(Math.max(0, growth) * NANOS_PER_SECOND / nanos);
    }
}
