package io.katran.control;

import io.katran.api.IpAddress;
import io.katran.api.MacAddress;
import io.katran.api.RealFlags;
import io.katran.api.ServerIdCount;
import io.katran.api.VipFlags;
import io.katran.api.VipKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the brain can do to a data path, in the data path's own terms: numbers, regions and slots.
 *
 * <p>The brain allocates all numbers; an implementation only stores. There are two: the kernel's
 * maps and an in-memory model of the packet path.
 *
 * <p><b>Threading.</b> Writing methods are called by the applier thread alone; {@code read} methods
 * by any thread.
 *
 * <p><b>Errors.</b> A method that fails throws {@link io.katran.api.DataplaneException}; every
 * method can be repeated after a failure, with the same or other values.
 */
public interface Dataplane extends AutoCloseable {

    /** Ring slot without a real, and ring number of a VIP without a ring. */
    int NONE = 0xffff;

    /** VIP number of endpoints that every VIP may send to. */
    int ANY_VIP = 0xffff;

    /** The sizes that the data path was made with. */
    Capacity capacity();

    /**
     * @param vips how many VIP numbers there are
     * @param ringSlots how many rings can be held, spares included
     * @param ringSize slots of a ring, a prime
     * @param endpoints how many endpoint ids there are; id 0 is never used
     */
    record Capacity(int vips, int ringSlots, int ringSize, int endpoints) {}

    /**
     * Writes a whole ring into a slot that no VIP uses.
     *
     * @param positions for each slot of the ring the position of a real within its VIP, or {@link
     *     #NONE}, as unsigned 16-bit numbers
     */
    void writeRing(int ringSlot, short[] positions);

    /** Writes consecutive endpoints from an id on. */
    void writeEndpoints(int firstId, List<Endpoint> endpoints);

    /**
     * A real as a member of a VIP, or of no VIP in particular.
     *
     * @param real its real number, 1 or more
     * @param vip the number of the VIP, or {@link #ANY_VIP}
     */
    record Endpoint(IpAddress address, int real, int vip, RealFlags flags) {}

    /** Makes endpoints invalid: flows that refer to them are placed anew. */
    void eraseEndpoints(int firstId, int count);

    /**
     * Publishes a VIP's ring, flags and region by a single store, so that a packet sees all of the
     * old state or all of the new.
     *
     * @param ringSlot {@link #NONE} if the VIP has no real to send to
     * @param regionBase endpoint id of the VIP's position 0; 0 if it has none
     */
    void publish(int vip, int ringSlot, int regionBase, VipFlags flags);

    /** Lets packets to an address, port and protocol find a VIP number. */
    void putVip(VipKey key, int vip);

    /** Ends that. */
    void removeVip(VipKey key);

    /** The addresses that are ours: all VIPs' addresses. */
    void setVipAddresses(Set<IpAddress> addresses);

    void setGatewayMac(MacAddress mac);

    /**
     * Sends packets with these server ids to these endpoints, which all VIPs may send to. An id
     * that is known already gets the new endpoints.
     */
    void putServerIds(Map<Integer, Server> ids);

    /**
     * Where packets with a server id go.
     *
     * @param v4Endpoint endpoint id for IPv4 packets
     * @param v6Endpoint endpoint id for IPv6 packets
     */
    record Server(int v4Endpoint, int v6Endpoint) {}

    /** Ends that; ids that are not known are left alone. */
    void removeServerIds(Set<Integer> ids);

    /**
     * Forgets the flows of endpoints and of VIPs; may walk the whole connection table.
     *
     * @param vips VIP numbers; their flows may be at endpoints that all VIPs share
     * @return how many flows were forgotten
     */
    long purgeFlows(Set<Integer> endpointIds, Set<Integer> vips);

    /** What server ids did for consecutive VIP numbers, summed over CPUs. */
    List<ServerIdCount> readServerIdCounts(int firstVip, int count);

    /** Packets and bytes of consecutive endpoints from an id on, summed over CPUs. */
    List<io.katran.api.Count> readEndpointCounts(int firstId, int count);

    /** Global counters, summed over CPUs. */
    GlobalCounts readGlobalCounts();

    /**
     * @param exits by name, e.g. {@code tx.vip}
     * @param events by name, e.g. {@code ring-pick}
     */
    record GlobalCounts(Map<String, io.katran.api.Count> exits, Map<String, Long> events) {}

    /** What the data path says it is, for logs: program, mode, interface; null if not attached. */
    @Nullable String attachment();

    /** Lets go of the data path without stopping it, where it can go on by itself. */
    @Override
    void close();
}
