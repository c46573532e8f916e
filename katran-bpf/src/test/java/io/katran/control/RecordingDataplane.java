package io.katran.control;

import io.katran.api.Count;
import io.katran.api.DataplaneException;
import io.katran.api.ErrorCode;
import io.katran.api.IpAddress;
import io.katran.api.MacAddress;
import io.katran.api.ServerIdCount;
import io.katran.api.VipFlags;
import io.katran.api.VipKey;
import io.katran.control.time.Time;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A data path that holds what it is given, and notes every write that could show a packet a mixture
 * of old and new, or send a remembered flow to a stranger. Can refuse calls, before or after they
 * took effect.
 */
final class RecordingDataplane implements Dataplane {
    private static final long PACKET_NANOS = 10_000_000;

    /** When a call that fails does so. */
    enum Refusal {
        BEFORE_EFFECT,
        AFTER_EFFECT
    }

    /** What is published for a VIP number. */
    record Published(int slot, int base, VipFlags flags) {}

    private final Capacity capacity;
    private final Time time;
    final List<String> calls = new ArrayList<>();
    final List<String> violations = new ArrayList<>();
    final Map<Integer, short[]> rings = new HashMap<>();
    final Map<Integer, Endpoint> endpoints = new TreeMap<>();
    final Map<Integer, Published> published = new HashMap<>();
    final Map<VipKey, Integer> vips = new HashMap<>();
    final Map<Integer, Server> serverIds = new TreeMap<>();
    Set<IpAddress> addresses = Set.of();
    @Nullable MacAddress gatewayMac;
    boolean closed;
    boolean refusesPublications;

    /** Flows remembered: for which real each id was a valid endpoint since it was last purged. */
    private final Map<Integer, IpAddress> flows = new HashMap<>();

    /** Slots and bases that packets may still read, with the time when they were replaced. */
    private final List<Retired> retired = new ArrayList<>();

    private final Map<Integer, Long> vipRemovedAt = new HashMap<>();
    private final List<RetiredServer> retiredServers = new ArrayList<>();

    /** VIP numbers with flows at endpoints that all VIPs share, by the key the number had. */
    private final Map<Integer, VipKey> sharedFlows = new HashMap<>();

    private final Map<Integer, ServerIdCount> serverIdCounts = new HashMap<>();
    private final Map<Integer, Count> counts = new HashMap<>();
    private int callNumber;
    private int refuseFrom = Integer.MAX_VALUE;
    private int refuseTo = Integer.MAX_VALUE;
    private Refusal refusal = Refusal.BEFORE_EFFECT;

    private record Retired(Published what, long nanos) {}

    /** Endpoints that packets with a server id may still be on the way to. */
    private record RetiredServer(Server server, long nanos) {}

    RecordingDataplane(Capacity capacity, Time time) {
        this.capacity = capacity;
        this.time = time;
    }

    /** Refuses some calls, counted from 1 and from now on. */
    synchronized void refuse(int first, int count, Refusal how) {
        refuseFrom = callNumber + first;
        refuseTo = refuseFrom + count;
        refusal = how;
    }

    synchronized int callNumber() {
        return callNumber;
    }

    private synchronized void call(String name, Runnable effect) {
        callNumber++;
        calls.add(name);
        boolean refused =
                callNumber >= refuseFrom && callNumber < refuseTo
                        || refusesPublications && name.startsWith("publish");
        if (!refused || refusal == Refusal.AFTER_EFFECT) {
            effect.run();
        }
        if (refused) {
            throw new DataplaneException(ErrorCode.KERNEL_REFUSED, "refused: " + name, null);
        }
    }

    private void check(boolean condition, String violation) {
        if (!condition) {
            violations.add(
                    "call " + callNumber + " " + calls.get(calls.size() - 1) + ": " + violation);
        }
    }

    @Override
    public Capacity capacity() {
        return capacity;
    }

    @Override
    public void writeRing(int ringSlot, short[] positions) {
        call(
                "writeRing " + ringSlot,
                () -> {
                    check(positions.length == capacity.ringSize(), "ring of another size");
                    check(ringSlot >= 0 && ringSlot < capacity.ringSlots(), "no such slot");
                    check(
                            visible().stream().noneMatch(p -> p.slot() == ringSlot),
                            "writes into a ring that packets read");
                    rings.put(ringSlot, positions.clone());
                });
    }

    @Override
    public void writeEndpoints(int firstId, List<Endpoint> written) {
        call(
                "writeEndpoints " + firstId + "+" + written.size(),
                () -> {
                    for (int i = 0; i < written.size(); i++) {
                        writeEndpoint(firstId + i, written.get(i));
                    }
                });
    }

    private void writeEndpoint(int id, Endpoint endpoint) {
        check(id >= 1 && id < capacity.endpoints(), "no such endpoint id " + id);
        check(endpoint.real() >= 1, "real number " + endpoint.real());
        IpAddress remembered = flows.get(id);
        check(
                remembered == null || remembered.equals(endpoint.address()),
                "flows of " + remembered + " would go to " + endpoint.address());
        Endpoint present = endpoints.get(id);
        if (present != null && !present.address().equals(endpoint.address())) {
            check(!isReachable(id), "replaces a real that packets are sent to");
        }
        endpoints.put(id, endpoint);
    }

    @Override
    public void eraseEndpoints(int firstId, int count) {
        call(
                "eraseEndpoints " + firstId + "+" + count,
                () -> {
                    for (int id = firstId; id < firstId + count; id++) {
                        check(!isReachable(id), "erases an endpoint that a ring leads to: " + id);
                        endpoints.remove(id);
                    }
                });
    }

    @Override
    public void publish(int vip, int ringSlot, int regionBase, VipFlags flags) {
        call(
                "publish " + vip,
                () -> {
                    Published now = new Published(ringSlot, regionBase, flags);
                    check(vip >= 0 && vip < capacity.vips(), "no such VIP number");
                    if (ringSlot != NONE) {
                        check(rings.containsKey(ringSlot), "publishes a ring never written");
                        idsOf(now).forEach(id -> checkPublished(vip, id));
                    }
                    Published before = published.put(vip, now);
                    if (before != null && isTaken(vip)) {
                        retired.add(new Retired(before, time.nanos()));
                    }
                });
    }

    private void checkPublished(int vip, int id) {
        Endpoint endpoint = endpoints.get(id);
        check(endpoint != null, "publishes a ring that leads to no endpoint: " + id);
        if (endpoint != null) {
            check(endpoint.vip() == vip, "publishes an endpoint of another VIP: " + id);
            flows.put(id, endpoint.address());
        }
    }

    @Override
    public void putVip(VipKey key, int vip) {
        call(
                "putVip " + key,
                () -> {
                    check(published.containsKey(vip), "key of a VIP that was not published");
                    vips.forEach(
                            (other, number) ->
                                    check(
                                            number != vip || other.equals(key),
                                            "number shared with " + other));
                    vips.put(key, vip);
                    check(
                            sharedFlows.getOrDefault(vip, key).equals(key),
                            "flows of " + sharedFlows.get(vip) + " would be those of " + key);
                    if (!serverIds.isEmpty()) {
                        sharedFlows.put(vip, key);
                    }
                });
    }

    @Override
    public void removeVip(VipKey key) {
        call(
                "removeVip " + key,
                () -> {
                    Integer number = vips.remove(key);
                    if (number != null) {
                        vipRemovedAt.put(number, time.nanos());
                    }
                });
    }

    @Override
    public void setVipAddresses(Set<IpAddress> ours) {
        call("setVipAddresses", () -> addresses = Set.copyOf(ours));
    }

    @Override
    public void setGatewayMac(MacAddress mac) {
        call("setGatewayMac", () -> gatewayMac = mac);
    }

    @Override
    public void putServerIds(Map<Integer, Server> ids) {
        call(
                "putServerIds " + ids.keySet(),
                () ->
                        ids.forEach(
                                (id, server) -> {
                                    remember(server.v4Endpoint());
                                    remember(server.v6Endpoint());
                                    retire(serverIds.put(id, server));
                                    vips.forEach((key, vip) -> sharedFlows.put(vip, key));
                                }));
    }

    private void remember(int id) {
        Endpoint endpoint = endpoints.get(id);
        check(endpoint != null, "a server id leads to no endpoint: " + id);
        if (endpoint != null) {
            check(endpoint.vip() == ANY_VIP, "a server id leads to a VIP's endpoint: " + id);
            flows.put(id, endpoint.address());
        }
    }

    @Override
    public void removeServerIds(Set<Integer> ids) {
        call("removeServerIds " + ids, () -> ids.forEach(id -> retire(serverIds.remove(id))));
    }

    private void retire(@Nullable Server server) {
        if (server != null) {
            retiredServers.add(new RetiredServer(server, time.nanos()));
        }
    }

    @Override
    public long purgeFlows(Set<Integer> endpointIds, Set<Integer> vipNumbers) {
        long[] purged = new long[1];
        call(
                "purgeFlows " + endpointIds + (vipNumbers.isEmpty() ? "" : " of " + vipNumbers),
                () -> {
                    endpointIds.forEach(id -> purged[0] += flows.remove(id) == null ? 0 : 1);
                    sharedFlows.keySet().removeAll(vipNumbers);
                });
        return purged[0];
    }

    @Override
    public List<ServerIdCount> readServerIdCounts(int firstVip, int count) {
        List<ServerIdCount> read = new ArrayList<>();
        call(
                "readServerIdCounts " + firstVip + "+" + count,
                () -> {
                    for (int vip = firstVip; vip < firstVip + count; vip++) {
                        read.add(serverIdCounts.getOrDefault(vip, ServerIdCount.ZERO));
                    }
                });
        return read;
    }

    @Override
    public List<Count> readEndpointCounts(int firstId, int count) {
        List<Count> read = new ArrayList<>();
        call(
                "readEndpointCounts " + firstId + "+" + count,
                () -> {
                    for (int id = firstId; id < firstId + count; id++) {
                        read.add(counts.getOrDefault(id, Count.ZERO));
                    }
                });
        return read;
    }

    @Override
    public GlobalCounts readGlobalCounts() {
        return new GlobalCounts(Map.of("tx.vip", new Count(1, 2)), Map.of("ring-picks", 3L));
    }

    @Override
    public @Nullable String attachment() {
        return null;
    }

    @Override
    public void close() {
        closed = true;
    }

    /** What packets can read: published for a VIP that is or was just found, or just replaced. */
    private List<Published> visible() {
        long now = time.nanos();
        List<Published> visible = new ArrayList<>();
        published.forEach(
                (vip, what) -> {
                    if (isTaken(vip)) {
                        visible.add(what);
                    }
                });
        retired.stream()
                .filter(old -> now - old.nanos < PACKET_NANOS)
                .forEach(old -> visible.add(old.what));
        return visible;
    }

    private boolean isTaken(int vip) {
        Long removed = vipRemovedAt.get(vip);
        return vips.containsValue(vip) || removed != null && time.nanos() - removed < PACKET_NANOS;
    }

    private boolean isReachable(int id) {
        long now = time.nanos();
        return visible().stream().anyMatch(what -> idsOf(what).contains(id))
                || serverIds.values().stream().anyMatch(server -> leadsTo(server, id))
                || retiredServers.stream()
                        .filter(old -> now - old.nanos < PACKET_NANOS)
                        .anyMatch(old -> leadsTo(old.server, id));
    }

    private static boolean leadsTo(Server server, int id) {
        return server.v4Endpoint() == id || server.v6Endpoint() == id;
    }

    private Set<Integer> idsOf(Published what) {
        Set<Integer> ids = new HashSet<>();
        if (what.slot() != NONE && rings.containsKey(what.slot())) {
            for (short position : rings.get(what.slot())) {
                if (Short.toUnsignedInt(position) != NONE) {
                    ids.add(what.base() + Short.toUnsignedInt(position));
                }
            }
        }
        return ids;
    }

    /** Sends one packet of a new flow to a VIP; returns the real, or null if it is dropped. */
    synchronized @Nullable IpAddress deliver(VipKey key, int slot) {
        Published what = published.get(vips.get(key));
        if (what.slot() == NONE) {
            return null;
        }
        int id = what.base() + Short.toUnsignedInt(rings.get(what.slot())[slot]);
        return deliverTo(id);
    }

    /** Sends one IPv4 packet with a server id to a VIP; returns the real, or null. */
    synchronized @Nullable IpAddress deliverByServerId(VipKey key, int serverId) {
        Server server = serverIds.get(serverId);
        if (server == null) {
            return null;
        }
        ServerIdCount one = new ServerIdCount(new Count(1, 100), 0, 0);
        serverIdCounts.merge(vips.get(key), one, ServerIdCount::plus);
        return deliverTo(key.address().isV6() ? server.v6Endpoint() : server.v4Endpoint());
    }

    /** Sends one packet of a flow that is remembered by its endpoint. */
    synchronized @Nullable IpAddress deliverTo(int id) {
        Endpoint endpoint = endpoints.get(id);
        if (endpoint == null) {
            return null;
        }
        counts.merge(id, new Count(1, 100), Count::plus);
        return endpoint.address();
    }

    /** The ids of the valid endpoints of a real in a VIP, ascending. */
    synchronized List<Integer> idsOf(VipKey key, IpAddress real) {
        int vip = vips.get(key);
        return endpoints.entrySet().stream()
                .filter(e -> e.getValue().vip() == vip && e.getValue().address().equals(real))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The real of every ring slot of a VIP; null where there is none. */
    synchronized @Nullable List<@Nullable IpAddress> ring(VipKey key) {
        Published what = published.get(vips.get(key));
        if (what.slot() == NONE) {
            return null;
        }
        List<@Nullable IpAddress> reals = new ArrayList<>();
        for (short position : rings.get(what.slot())) {
            Endpoint endpoint = endpoints.get(what.base() + Short.toUnsignedInt(position));
            reals.add(endpoint == null ? null : endpoint.address());
        }
        return reals;
    }
}
