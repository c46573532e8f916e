package io.katran.control;

import io.katran.api.IpAddress;
import io.katran.api.MacAddress;
import io.katran.api.VipKey;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the data path holds, as far as is known: after a failed write its object is uncertain, and
 * counts as different from anything wanted.
 *
 * <p>Written by {@link DataplaneWriter}, read by {@link Planner}; one thread.
 */
final class Programmed {
    private final Dataplane.@Nullable Endpoint[] endpoints;
    private final BitSet uncertainEndpoints = new BitSet();
    private final Map<VipKey, Integer> vips = new HashMap<>();
    private final Set<VipKey> uncertainVips = new HashSet<>();
    private final Map<Integer, Word> words = new HashMap<>();
    private final Set<Integer> uncertainWords = new HashSet<>();
    private @Nullable Set<IpAddress> addresses = Set.of();
    private @Nullable MacAddress gatewayMac = new MacAddress(0);
    private final Map<Integer, Dataplane.Server> serverIds = new HashMap<>();
    private final Set<Integer> uncertainServerIds = new HashSet<>();
    private final Map<VipKey, EffectiveVip> inSync = new HashMap<>();
    private @Nullable DesiredState serverIdsOf;
    private boolean dirty;

    Programmed(int endpointIds) {
        endpoints = new Dataplane.Endpoint[endpointIds];
    }

    /** All ids at which there may be an endpoint. */
    Set<Integer> possibleEndpoints() {
        return IntStream.range(0, endpoints.length)
                .filter(this::mayHoldEndpoint)
                .boxed()
                .collect(Collectors.toSet());
    }

    boolean holdsEndpoint(int id, Dataplane.Endpoint wanted) {
        return wanted.equals(endpoints[id]) && !uncertainEndpoints.get(id);
    }

    /** Whether there may be an endpoint. */
    boolean mayHoldEndpoint(int id) {
        return endpoints[id] != null || uncertainEndpoints.get(id);
    }

    boolean holdsVip(VipKey key, int number) {
        Integer held = vips.get(key);
        return held != null && held == number && !uncertainVips.contains(key);
    }

    /** The keys that there may be. */
    Set<VipKey> possibleVips() {
        Set<VipKey> keys = new HashSet<>(vips.keySet());
        keys.addAll(uncertainVips);
        return keys;
    }

    boolean holdsWord(int vip, Word wanted) {
        return wanted.equals(words.getOrDefault(vip, Word.NOTHING))
                && !uncertainWords.contains(vip);
    }

    /** The numbers for which something may be published. */
    Set<Integer> possibleWords() {
        Set<Integer> numbers = new HashSet<>(words.keySet());
        numbers.addAll(uncertainWords);
        return numbers;
    }

    boolean holdsAddresses(Set<IpAddress> wanted) {
        return wanted.equals(addresses);
    }

    boolean holdsGatewayMac(MacAddress wanted) {
        return wanted.equals(gatewayMac);
    }

    /** Whether everything of a VIP is as this instance says. */
    boolean isInSync(EffectiveVip vip) {
        return inSync.get(vip.key()) == vip;
    }

    /** Whether the server ids, their reals and the flags of these are as this state says. */
    boolean areServerIdsInSync(DesiredState desired) {
        return serverIdsOf != null
                && serverIdsOf.serverIds() == desired.serverIds()
                && serverIdsOf.flags() == desired.flags();
    }

    boolean holdsServerId(int id, Dataplane.Server wanted) {
        return wanted.equals(serverIds.get(id)) && !uncertainServerIds.contains(id);
    }

    /** The server ids that there may be. */
    Set<Integer> possibleServerIds() {
        Set<Integer> ids = new HashSet<>(serverIds.keySet());
        ids.addAll(uncertainServerIds);
        return ids;
    }

    void synced(EffectiveState state) {
        dirty = false;
        inSync.clear();
        inSync.putAll(state.vips());
        serverIdsOf = state.desired();
    }

    /** From here on a plan has to look at everything, until one succeeds. */
    void dirty() {
        dirty = true;
        inSync.clear();
        serverIdsOf = null;
    }

    boolean isDirty() {
        return dirty;
    }

    void endpointsUncertain(int firstId, int count) {
        uncertainEndpoints.set(firstId, firstId + count);
    }

    void endpoint(int id, Dataplane.@Nullable Endpoint endpoint) {
        endpoints[id] = endpoint;
        uncertainEndpoints.clear(id);
    }

    void vipUncertain(VipKey key) {
        uncertainVips.add(key);
    }

    void vip(VipKey key, int number) {
        vips.put(key, number);
        uncertainVips.remove(key);
    }

    void noVip(VipKey key) {
        vips.remove(key);
        uncertainVips.remove(key);
    }

    void wordUncertain(int vip) {
        uncertainWords.add(vip);
    }

    void word(int vip, Word word) {
        if (word.equals(Word.NOTHING)) {
            words.remove(vip);
        } else {
            words.put(vip, word);
        }
        uncertainWords.remove(vip);
    }

    void serverIdsUncertain(Set<Integer> ids) {
        uncertainServerIds.addAll(ids);
    }

    void serverIds(Map<Integer, Dataplane.Server> held) {
        serverIds.putAll(held);
        uncertainServerIds.removeAll(held.keySet());
    }

    void noServerIds(Set<Integer> ids) {
        serverIds.keySet().removeAll(ids);
        uncertainServerIds.removeAll(ids);
    }

    /** Null: uncertain. */
    void addresses(@Nullable Set<IpAddress> held) {
        addresses = held;
    }

    /** Null: uncertain. */
    void gatewayMac(@Nullable MacAddress held) {
        gatewayMac = held;
    }
}
