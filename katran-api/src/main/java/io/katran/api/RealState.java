package io.katran.api;

/** What a real of a VIP does at present, strongest reason first. */
public enum RealState {
    /** Its health check says that it does not answer: no new flows, the others keep theirs. */
    DOWN,
    /** An operator drains it, or its weight is 0: no new flows, it keeps those it has. */
    DRAINING,
    /** Its health check has not said anything yet: it gets no flows until it has. */
    CHECKING,
    /** It takes its share of new flows. */
    UP
}
