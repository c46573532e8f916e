package io.katran.control;

/** Who says which reals a VIP has. */
enum RealSource {
    /** The configuration file. */
    STATIC,
    /** A discovery; a real that it loses for a while keeps its drain. */
    DISCOVERY,
    /** Callers of the API. */
    API
}
