package io.katran.dataplane.model;

import io.katran.api.IpAddress;

/** Where a real's packets of one VIP go. */
record EndpointState(int id, IpAddress address, int vip) {}
