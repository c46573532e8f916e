package io.katran.control.health;

/** What health checks say of a real. */
public enum HealthState {
    /** Nothing yet: the real gets no new flows. */
    CHECKING,
    /** It answers. */
    UP,
    /** It does not: it gets no new flows and keeps those it has. */
    DOWN
}
