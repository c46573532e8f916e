package io.katran.vectors;

import io.katran.api.Count;
import io.katran.api.IpAddress;
import io.katran.control.Dataplane;
import io.katran.control.Dataplane.Endpoint;
import io.katran.control.ReferenceCounters;
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

    private final PacketVectors vectors;
    private final Dataplane dataplane;
    private final Map<Integer, Integer> regionBases = new HashMap<>();
    private final Set<Integer> changed = new HashSet<>();

    public VectorProvisioning(PacketVectors vectors, Dataplane dataplane) {
        this.vectors = vectors;
        this.dataplane = dataplane;
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
    public Map<String, ReferenceCounters.Pair> counters() {
        Dataplane.GlobalCounts globals = dataplane.readGlobalCounts();
        Map<String, ReferenceCounters.Pair> counters =
                new HashMap<>(new ReferenceCounters(globals.exits(), globals.events()).byName(512));
        List<Traffic> traffic = traffic();
        ReferenceCounters.byVip(traffic)
                .forEach(
                        (key, pair) ->
                                vectors.vips().stream()
                                        .filter(vip -> vip.key().equals(key))
                                        .forEach(
                                                vip ->
                                                        counters.put(
                                                                "stats[" + vip.num() + "]", pair)));
        Map<IpAddress, Integer> indices =
                vectors.reals().values().stream()
                        .collect(
                                Collectors.toMap(
                                        PacketVectors.RecordedReal::address,
                                        PacketVectors.RecordedReal::index));
        ReferenceCounters.byReal(traffic)
                .forEach(
                        (address, pair) ->
                                counters.put("reals_stats[" + indices.get(address) + "]", pair));
        return counters;
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
