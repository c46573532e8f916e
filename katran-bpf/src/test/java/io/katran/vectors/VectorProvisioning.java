package io.katran.vectors;

import io.katran.api.Count;
import io.katran.api.FamilyCount;
import io.katran.api.Ip4;
import io.katran.api.IpAddress;
import io.katran.api.RealFlags;
import io.katran.api.ServerIdCount;
import io.katran.api.VipKey;
import io.katran.control.Dataplane;
import io.katran.control.Dataplane.Endpoint;
import io.katran.control.Dataplane.Server;
import io.katran.control.ReferenceCounters;
import io.katran.control.ReferenceCounters.Pair;
import io.katran.control.ReferenceCounters.Traffic;
import io.katran.maglev.Ring;
import io.katran.maglev.Ring.Member;
import io.katran.vectors.PacketVectors.RecordedMember;
import io.katran.vectors.PacketVectors.RecordedVip;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes the recorded VIPs to a data path, VIP numbers and real numbers as recorded. Needs 512
 * VIPs, twice as many ring slots as there are VIPs, and 8,192 endpoints.
 */
public final class VectorProvisioning {
    private static final int FIRST_ENDPOINT = 1;

    /** Real indices from here on do not exist. */
    private static final int REALS = 4096;

    private static final IpAddress NEVER_WRITTEN = new Ip4(0);

    private final PacketVectors vectors;
    private final Dataplane dataplane;
    private final Map<Integer, Integer> regionBases = new HashMap<>();
    private final Set<Integer> changed = new HashSet<>();
    private final List<Integer> servers;
    private int firstServer;

    public VectorProvisioning(PacketVectors vectors, Dataplane dataplane) {
        this.vectors = vectors;
        this.dataplane = dataplane;
        servers =
                vectors.serverIds().values().stream()
                        .filter(index -> index < REALS)
                        .distinct()
                        .sorted()
                        .toList();
    }

    public void write() {
        dataplane.setGatewayMac(vectors.gateway());
        Set<IpAddress> addresses = new HashSet<>();
        int nextEndpoint = FIRST_ENDPOINT;
        for (RecordedVip vip : vectors.vips()) {
            regionBases.put(vip.num(), nextEndpoint);
            dataplane.writeEndpoints(nextEndpoint, endpoints(vip));
            nextEndpoint += vip.members().size();
            dataplane.putVip(vip.key(), vip.num());
            addresses.add(vip.key().address());
            writeRing(vip);
        }
        dataplane.setVipAddresses(addresses);
        writeServerIds(nextEndpoint);
    }

    /** Two regions, for IPv4 and IPv6 packets; behind them is an endpoint that is not in use. */
    private void writeServerIds(int firstEndpoint) {
        firstServer = firstEndpoint;
        List<Endpoint> endpoints =
                servers.stream()
                        .map(
                                index ->
                                        new Endpoint(
                                                addressOf(index),
                                                index,
                                                Dataplane.ANY_VIP,
                                                RealFlags.NONE))
                        .toList();
        dataplane.writeEndpoints(firstServer, endpoints);
        dataplane.writeEndpoints(firstServer + servers.size(), endpoints);
        Map<Integer, Server> ids = new HashMap<>();
        int unused = firstServer + 2 * servers.size();
        vectors.serverIds()
                .forEach(
                        (id, index) -> {
                            int at = firstServer + servers.indexOf(index);
                            ids.put(
                                    id,
                                    index < REALS
                                            ? new Server(at, at + servers.size())
                                            : new Server(unused, unused));
                        });
        dataplane.putServerIds(ids);
    }

    private IpAddress addressOf(int index) {
        PacketVectors.RecordedReal real = vectors.reals().get(index);
        return real == null ? NEVER_WRITTEN : real.address();
    }

    public void changeWeights(int vipNum, Map<Integer, Integer> weightByRealIndex) {
        RecordedVip vip = vip(vipNum);
        int spare = vectors.vips().size() + vipNum;
        dataplane.writeRing(spare, ring(vip, weightByRealIndex));
        publish(vip, spare);
        changed.add(vipNum);
    }

    /** Takes back what {@link #changeWeights} did. */
    public void restore() {
        changed.forEach(num -> publish(vip(num), num));
        changed.clear();
    }

    /** Our counters since the data path was made, as the reference would show them. */
    public Map<String, List<Long>> counters() {
        Dataplane.GlobalCounts globals = dataplane.readGlobalCounts();
        ReferenceCounters all = new ReferenceCounters(globals.exits(), globals.events());
        Map<String, List<Long>> counters = new HashMap<>(all.records());
        all.byName(512).forEach((name, pair) -> counters.put(name, values(pair)));
        Map<VipKey, ServerIdCount> serverIds = serverIds();
        Map<VipKey, Pair> byVip = ReferenceCounters.byVip(traffic(), serverIds);
        for (RecordedVip vip : vectors.vips()) {
            Pair sent = byVip.getOrDefault(vip.key(), Pair.ZERO);
            counters.put("stats[" + vip.num() + "]", values(sent));
            counters.put(
                    "server_id_stats[" + vip.num() + "]",
                    values(ReferenceCounters.ofServerIds(serverIds.get(vip.key()))));
        }
        Map<IpAddress, Integer> indices =
                vectors.reals().values().stream()
                        .collect(
                                Collectors.toMap(
                                        PacketVectors.RecordedReal::address,
                                        PacketVectors.RecordedReal::index));
        ReferenceCounters.byReal(traffic(), shared())
                .forEach(
                        (address, pair) ->
                                counters.put(
                                        "reals_stats[" + indices.get(address) + "]", values(pair)));
        return counters;
    }

    private static List<Long> values(Pair pair) {
        return List.of(pair.v1(), pair.v2());
    }

    private Map<VipKey, ServerIdCount> serverIds() {
        List<ServerIdCount> counts = dataplane.readServerIdCounts(0, dataplane.capacity().vips());
        Map<VipKey, ServerIdCount> byVip = new HashMap<>();
        vectors.vips().forEach(vip -> byVip.put(vip.key(), counts.get(vip.num())));
        return byVip;
    }

    /** Of reals that exist. */
    private Map<IpAddress, FamilyCount> shared() {
        int size = servers.size();
        List<Count> counts = dataplane.readEndpointCounts(firstServer, 2 * size);
        Map<IpAddress, FamilyCount> shared = new HashMap<>();
        for (int i = 0; i < size; i++) {
            shared.put(
                    addressOf(servers.get(i)),
                    new FamilyCount(counts.get(i), counts.get(size + i)));
        }
        shared.remove(NEVER_WRITTEN);
        return shared;
    }

    private List<Traffic> traffic() {
        List<Traffic> traffic = new ArrayList<>();
        for (RecordedVip vip : vectors.vips()) {
            List<RecordedMember> members = vip.members();
            if (!members.isEmpty()) {
                List<Count> counts =
                        dataplane.readEndpointCounts(regionBases.get(vip.num()), members.size());
                IntStream.range(0, members.size())
                        .mapToObj(
                                i ->
                                        new Traffic(
                                                vip.key(), members.get(i).address(), counts.get(i)))
                        .forEach(traffic::add);
            }
        }
        return traffic;
    }

    private void writeRing(RecordedVip vip) {
        if (vip.rawFill().isPresent()) {
            short[] positions = new short[dataplane.capacity().ringSize()];
            Arrays.fill(positions, vip.rawFill().get().shortValue());
            dataplane.writeRing(vip.num(), positions);
            publish(vip, vip.num());
        } else if (vip.members().isEmpty()) {
            publish(vip, Dataplane.NONE);
        } else {
            Map<Integer, Integer> weights =
                    vip.members().stream()
                            .collect(
                                    Collectors.toMap(
                                            RecordedMember::index, RecordedMember::weight));
            dataplane.writeRing(vip.num(), ring(vip, weights));
            publish(vip, vip.num());
        }
    }

    private void publish(RecordedVip vip, int ringSlot) {
        dataplane.publish(vip.num(), ringSlot, regionBases.get(vip.num()), vip.flags());
    }

    private short[] ring(RecordedVip vip, Map<Integer, Integer> weightByRealIndex) {
        List<Member> members =
                vip.members().stream()
                        .map(
                                m ->
                                        new Member(
                                                m.address(),
                                                weightByRealIndex.getOrDefault(m.index(), 0)))
                        .toList();
        return Ring.of(vip.hash(), dataplane.capacity().ringSize(), members);
    }

    private List<Endpoint> endpoints(RecordedVip vip) {
        return vip.members().stream()
                .map(
                        m ->
                                new Endpoint(
                                        m.address(),
                                        m.index(),
                                        vip.num(),
                                        vectors.reals().get(m.index()).flags()))
                .toList();
    }

    private RecordedVip vip(int num) {
        return vectors.vips().stream().filter(v -> v.num() == num).findAny().orElseThrow();
    }
}
