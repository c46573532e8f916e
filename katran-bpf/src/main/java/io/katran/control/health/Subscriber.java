package io.katran.control.health;

import io.katran.api.IpAddress;
import io.katran.api.VipKey;

/** A real of a VIP that wants to know the results of a probe. */
record Subscriber(VipKey vip, IpAddress real) {}
