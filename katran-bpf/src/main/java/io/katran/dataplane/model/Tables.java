package io.katran.dataplane.model;

import io.katran.api.IpAddress;
import io.katran.api.MacAddress;
import io.katran.api.VipKey;
import io.katran.control.Dataplane.Server;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the deciding side has written. Numbers are valid when they get here. */
final class Tables {
    final Map<VipKey, Integer> vips = new HashMap<>();
    final Map<Integer, VipState> vipStates = new HashMap<>();
    final Map<Integer, short[]> rings = new HashMap<>();
    final Map<Integer, EndpointState> endpoints = new HashMap<>();
    final Map<Integer, Server> servers = new HashMap<>();
    final Set<IpAddress> vipAddresses = new HashSet<>();
    MacAddress gateway = new MacAddress(0);

    boolean isVipAddress(WireAddress address) {
        return address.asVip().filter(vipAddresses::contains).isPresent();
    }
}
