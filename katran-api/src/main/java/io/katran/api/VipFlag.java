package io.katran.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be switched for one VIP. */
public enum VipFlag {
    /** The source port takes no part in choosing the real. */
    NO_SRC_PORT(1),
    /** Flows are not remembered: every packet is placed by the ring. */
    NO_LRU(2),
    /** Packets with a QUIC connection id go to the real of its server id. */
    QUIC(4),
    /** Only the destination port chooses the real; flows are not remembered. */
    DPORT_HASH(8),
    /** Source prefixes may override the ring. */
    SRC_ROUTING(16),
    /** Packets for a real that is this host are passed up instead of encapsulated. */
    LOCAL(32),
    /** The global flow table is asked after this CPU's own. */
    GLOBAL_LRU(64),
    /** A VIP for all ports keeps the destination port in its hash. */
    HASH_SRC_DST_PORT(128),
    /** UDP packets with a stable-routing header go to the real of its server id. */
    UDP_STABLE_ROUTING(256),
    /** UDP flows leave reals that are marked down. */
    UDP_FLOW_MIGRATION(512);

    private final int bit;

    VipFlag(int bit) {
        this.bit = bit;
    }

    /** The bit of this flag on the management protocol and in the kernel. */
    public int bit() {
        return bit;
    }

    /** The name in configuration files: {@code no-src-port}. */
    public String configName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The flag of a configuration name.
     *
     * @throws IllegalArgumentException for an unknown name; the message lists the known ones
     */
    public static VipFlag ofConfigName(String name) {
        return Arrays.stream(values())
                .filter(f -> f.configName().equals(name))
                .findAny()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "unknown VIP flag \""
                                                + name
                                                + "\" (known: "
                                                + Arrays.stream(values())
                                                        .map(VipFlag::configName)
                                                        .collect(Collectors.joining(", "))
                                                + ")"));
    }
}
