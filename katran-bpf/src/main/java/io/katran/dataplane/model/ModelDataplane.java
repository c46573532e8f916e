package io.katran.dataplane.model;

import io.katran.api.Count;
import io.katran.api.DataplaneException;
import io.katran.api.ErrorCode;
import io.katran.api.IpAddress;
import io.katran.api.MacAddress;
import io.katran.api.ServerIdCount;
import io.katran.api.VipFlags;
import io.katran.api.VipKey;
import io.katran.control.Dataplane;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A data path in memory, for tests without root and for questions of the form "what would happen to
 * this packet?".
 *
 * <p>It balances as the kernel's packet path does, for TCP and UDP over IPv4 and IPv6 with IPIP
 * encapsulation, answers echo requests, and knows the VIP flags {@code no-src-port}, {@code
 * no-lru}, {@code quic}, {@code dport-hash}, {@code hash-src-dst-port} and {@code
 * udp-stable-routing}; other flags are inert.
 *
 * <p><b>Threading.</b> Safe for any number of threads; they take turns.
 */
public final class ModelDataplane implements Dataplane {
    private final Capacity capacity;
    private final ConnectionTables connections;
    private final Limiters limiters;
    private final Tables tables = new Tables();
    private final Counters counters = new Counters();
    private final PacketPath path;

    public ModelDataplane(Capacity capacity, ModelSettings settings) {
        this.capacity = capacity;
        connections = new ConnectionTables(settings.cpus(), settings.tableEntries());
        limiters = new Limiters(settings);
        path = new PacketPath(settings, tables, connections, limiters, counters);
    }

    /**
     * Sends a frame down the packet path.
     *
     * @param frame from the Ethernet header on; it is not changed
     * @param nowNs a clock that never goes back
     * @param cpu 0 or more; those of {@link ModelSettings#cpus} and above share a connection table
     */
    public synchronized Verdict process(byte[] frame, long nowNs, int cpu) {
        return path.process(frame, nowNs, cpu);
    }

    /** Empties what packets write: connection tables and rate limiters, counters excepted. */
    public synchronized void forgetPackets() {
        connections.forget((key, flow) -> true);
        limiters.reset();
    }

    /**
     * Makes a CPU's limiter believe that so many flows are new within the second that starts now.
     */
    public synchronized void assumeNewFlows(int cpu, int count, long nowNs) {
        limiters.assumeNewFlows(cpu, count, nowNs);
    }

    @Override
    public Capacity capacity() {
        return capacity;
    }

    @Override
    public synchronized void writeRing(int ringSlot, short[] positions) {
        requireIn("ring slot", ringSlot, 0, capacity.ringSlots());
        if (positions.length != capacity.ringSize()) {
            throw refused("a ring has " + capacity.ringSize() + " slots, not " + positions.length);
        }
        tables.rings.put(ringSlot, positions.clone());
    }

    @Override
    public synchronized void writeEndpoints(int firstId, List<Endpoint> endpoints) {
        requireEndpoints(firstId, endpoints.size());
        for (int i = 0; i < endpoints.size(); i++) {
            Endpoint endpoint = endpoints.get(i);
            int id = firstId + i;
            tables.endpoints.put(
                    id, new EndpointState(id, endpoint.address(), endpoint.real(), endpoint.vip()));
        }
    }

    @Override
    public synchronized void eraseEndpoints(int firstId, int count) {
        requireEndpoints(firstId, count);
        IntStream.range(firstId, firstId + count).forEach(tables.endpoints::remove);
    }

    @Override
    public synchronized void publish(int vip, int ringSlot, int regionBase, VipFlags flags) {
        requireVip(vip);
        if (ringSlot != NONE) {
            requireIn("ring slot", ringSlot, 0, capacity.ringSlots());
        }
        requireIn("region base", regionBase, 0, capacity.endpoints());
        tables.vipStates.put(vip, new VipState(ringSlot, regionBase, flags));
    }

    @Override
    public synchronized void putVip(VipKey key, int vip) {
        requireVip(vip);
        if (!tables.vips.containsKey(key) && tables.vips.size() == capacity.vips()) {
            throw new DataplaneException(
                    ErrorCode.TOO_MANY_VIPS,
                    key
                            + " does not fit: all "
                            + capacity.vips()
                            + " VIPs are in use; raise katran.limits.max-vips",
                    null);
        }
        tables.vips.put(key, vip);
    }

    @Override
    public synchronized void removeVip(VipKey key) {
        tables.vips.remove(key);
    }

    @Override
    public synchronized void setVipAddresses(Set<IpAddress> addresses) {
        tables.vipAddresses.clear();
        tables.vipAddresses.addAll(addresses);
    }

    @Override
    public synchronized void setGatewayMac(MacAddress mac) {
        tables.gateway = mac;
    }

    @Override
    public synchronized void putServerIds(Map<Integer, Server> ids) {
        for (Server server : ids.values()) {
            requireEndpoints(server.v4Endpoint(), 1);
            requireEndpoints(server.v6Endpoint(), 1);
        }
        tables.servers.putAll(ids);
    }

    @Override
    public synchronized void removeServerIds(Set<Integer> ids) {
        tables.servers.keySet().removeAll(ids);
    }

    @Override
    public synchronized long purgeFlows(Set<Integer> endpointIds, Set<Integer> vips) {
        return connections.forget(
                (key, flow) -> endpointIds.contains(flow.endpoint()) || vips.contains(key.vip()));
    }

    @Override
    public synchronized List<ServerIdCount> readServerIdCounts(int firstVip, int count) {
        return IntStream.range(firstVip, firstVip + count).mapToObj(counters::serverIdsOf).toList();
    }

    @Override
    public synchronized List<Count> readEndpointCounts(int firstId, int count) {
        requireEndpoints(firstId, count);
        return IntStream.range(firstId, firstId + count).mapToObj(counters::ofEndpoint).toList();
    }

    @Override
    public synchronized GlobalCounts readGlobalCounts() {
        return new GlobalCounts(counters.exits(), counters.events());
    }

    @Override
    public @Nullable String attachment() {
        return null;
    }

    /** There is nothing to let go of; the model can still be used. */
    @Override
    public void close() {}

    private void requireVip(int vip) {
        requireIn("VIP number", vip, 0, capacity.vips());
    }

    private void requireEndpoints(int first, int count) {
        requireIn("endpoint id", first, 1, capacity.endpoints());
        requireIn("endpoint id", first + count - 1, first - 1, capacity.endpoints());
    }

    private static void requireIn(String what, int number, int min, int end) {
        if (number < min || number >= end) {
            throw refused(what + " " + number + " is not in " + min + ".." + (end - 1));
        }
    }

    private static DataplaneException refused(String message) {
        return new DataplaneException(ErrorCode.INTERNAL, message, null);
    }
}
