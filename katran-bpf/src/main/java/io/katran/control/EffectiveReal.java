package io.katran.control;

import io.katran.api.IpAddress;
import io.katran.api.RealFlags;
import io.katran.api.RealState;

/**
 * A real of a VIP as the data path shall see it.
 *
 * @param weight 0 if it gets no new flows: it stays a member all the same
 */
record EffectiveReal(IpAddress address, RealFlags flags, int weight, RealState state) {}
