package io.katran.api;

/**
 * A real of a VIP as it stands.
 *
 * @param real as configured
 * @param effectiveWeight the weight in the ring: the configured one, or 0 while the real gets no
 *     new flows
 * @param state why the effective weight is what it is
 * @param detail what the last health check said, empty without one
 */
public record RealStatus(Real real, int effectiveWeight, RealState state, String detail) {}
