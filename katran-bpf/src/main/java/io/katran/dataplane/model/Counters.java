package io.katran.dataplane.model;

import io.katran.api.Count;
import io.katran.api.ServerIdCount;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What has been counted so far. */
final class Counters {
    private final Map<Exit, Count> exits = new EnumMap<>(Exit.class);
    private final Map<Event, Long> events = new EnumMap<>(Event.class);
    private final Map<Integer, Count> endpoints = new HashMap<>();
    private final Map<Integer, ServerIdCount> serverIds = new HashMap<>();

    Counters() {
        for (Exit exit : Exit.values()) {
            exits.put(exit, Count.ZERO);
        }
        for (Event event : Event.values()) {
            events.put(event, 0L);
        }
    }

    void countExit(Exit exit, Packet p) {
        exits.merge(exit, new Count(1, p.length), Count::plus);
        p.events.forEach(event -> events.merge(event, 1L, Long::sum));
    }

    void countSent(EndpointState endpoint, Packet p) {
        Count one = new Count(1, p.ipBytes);
        endpoints.merge(endpoint.id(), one, Count::plus);
        if (endpoint.isShared()) {
            countServerId(p.vip, new ServerIdCount(one, 0, 0));
        }
    }

    void countOpened(int vip) {
        countServerId(vip, new ServerIdCount(Count.ZERO, 1, 0));
    }

    void countMoved(int vip) {
        countServerId(vip, new ServerIdCount(Count.ZERO, 0, 1));
    }

    private void countServerId(int vip, ServerIdCount more) {
        serverIds.merge(vip, more, ServerIdCount::plus);
    }

    ServerIdCount serverIdsOf(int vip) {
        return serverIds.getOrDefault(vip, ServerIdCount.ZERO);
    }

    Count ofEndpoint(int id) {
        return endpoints.getOrDefault(id, Count.ZERO);
    }

    Map<String, Count> exits() {
        return exits.entrySet().stream()
                .collect(Collectors.toMap(e -> e.getKey().counterName(), Map.Entry::getValue));
    }

    Map<String, Long> events() {
        return events.entrySet().stream()
                .collect(Collectors.toMap(e -> e.getKey().counterName(), Map.Entry::getValue));
    }
}
