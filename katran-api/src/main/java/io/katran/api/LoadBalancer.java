package io.katran.api;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A running load balancer: the XDP program on an interface and the state that it forwards by.
 *
 * <p><b>Threading.</b> Safe for use by many threads. Reads return immutable snapshots and never
 * wait for a change in progress. A change returns when it is in the kernel; concurrent changes are
 * applied together, one ring computation a VIP for all of them.
 *
 * <p><b>Failure.</b> A change that fails throws {@link KatranException} and changes nothing,
 * neither here nor in the kernel. Null arguments are a {@link NullPointerException}.
 *
 * <p><b>Ownership.</b> VIPs added here belong to {@link Owner#API}; those of a configuration file
 * can be read, and their reals drained, but not changed ({@link ErrorCode#OWNED_BY_CONFIGURATION}).
 */
public interface LoadBalancer extends AutoCloseable {

    /** All VIPs, in the order in which they were added. */
    List<VipStatus> vips();

    /** One VIP. */
    Optional<VipStatus> vip(VipKey key);

    /**
     * Adds a VIP with its reals.
     *
     * @throws KatranException VIP_EXISTS, FAMILY_MISMATCH, TOO_MANY_VIPS, TOO_MANY_REALS,
     *     TOO_MANY_ENDPOINTS or a code of the 300s
     */
    void addVip(Vip vip);

    /**
     * Removes a VIP and all its flows.
     *
     * @throws KatranException VIP_UNKNOWN, OWNED_BY_CONFIGURATION or a code of the 300s
     */
    void removeVip(VipKey key);

    /**
     * Switches flags of a VIP on or off; the others keep their value.
     *
     * @throws KatranException VIP_UNKNOWN, OWNED_BY_CONFIGURATION or a code of the 300s
     */
    void changeVipFlags(VipKey key, VipFlags flags, boolean set);

    /**
     * Chooses the function that fills the VIP's ring. Flows that the connection table knows stay.
     *
     * @throws KatranException VIP_UNKNOWN, OWNED_BY_CONFIGURATION or a code of the 300s
     */
    void changeHash(VipKey key, HashFunction hash);

    /**
     * Changes reals of a VIP, all of them or none. If an address occurs more than once, the last
     * entry counts.
     *
     * @throws KatranException VIP_UNKNOWN, REAL_UNKNOWN (removing one that the VIP does not have),
     *     FAMILY_MISMATCH, OWNED_BY_CONFIGURATION, TOO_MANY_REALS, TOO_MANY_ENDPOINTS or a code of
     *     the 300s
     */
    void changeReals(VipKey key, List<? extends RealChange> changes);

    /** Adds one real, or gives it another weight: {@link #changeReals} with one entry. */
    default void putReal(VipKey key, Real real) {
        changeReals(key, List.of(new RealChange.Put(real)));
    }

    /** Removes one real: {@link #changeReals} with one entry. */
    default void removeReal(VipKey key, IpAddress address) {
        changeReals(key, List.of(new RealChange.Remove(address)));
    }

    /**
     * Gives a VIP exactly these reals; those that it has already keep their flows.
     *
     * @throws KatranException as {@link #changeReals}
     */
    void setReals(VipKey key, Collection<Real> reals);

    /**
     * Switches flags of a real on or off, for all VIPs that it serves.
     *
     * @throws KatranException REAL_UNKNOWN if no VIP has it, or a code of the 300s
     */
    void changeRealFlags(IpAddress address, RealFlags flags, boolean set);

    /**
     * Drains a real of a VIP, whoever owns it: it gets no new flows and keeps those it has, until
     * {@link #undrain}. Draining twice is draining once.
     *
     * @throws KatranException VIP_UNKNOWN, REAL_UNKNOWN or a code of the 300s
     */
    void drain(VipKey key, IpAddress real);

    /**
     * Ends draining.
     *
     * @throws KatranException VIP_UNKNOWN, REAL_UNKNOWN or a code of the 300s
     */
    void undrain(VipKey key, IpAddress real);

    /** Where encapsulated packets are sent: the MAC of the next hop. */
    MacAddress gatewayMac();

    /**
     * Sends packets to another next hop from now on.
     *
     * @throws KatranException INVALID_ARGUMENT if the address is zero or a group address, or a code
     *     of the 300s
     */
    void changeGatewayMac(MacAddress mac);

    /** The reals by server id, of all kinds: QUIC, TCP option, UDP stable routing. */
    Map<Integer, IpAddress> serverIds();

    /**
     * Sends packets with a server id to a real, on every VIP that is routed by server ids and
     * whether it is a real of that VIP or not. An id that is mapped already gets the new real.
     *
     * @throws KatranException INVALID_ARGUMENT if an id is outside 1..{@code limits.max-server-ids}
     *     (with {@code features.server-id-v3} outside 1..2147483647), TOO_MANY_SERVER_IDS,
     *     TOO_MANY_REALS, TOO_MANY_ENDPOINTS or a code of the 300s
     */
    void putServerIds(Map<Integer, IpAddress> ids);

    /**
     * Forgets server ids; ids that are not mapped, or are mapped to another real, are left alone.
     */
    void removeServerIds(Map<Integer, IpAddress> ids);

    /** Reads all counters; costs a few system calls, proportional to the reals in use. */
    Statistics statistics();

    /**
     * Stops. The data path stays attached and goes on forwarding if the setting {@code on-stop} is
     * {@code keep}, and is detached if it is {@code detach}. Calling it again does nothing.
     */
    @Override
    void close();
}
