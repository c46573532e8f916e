package io.katran.dataplane.model;

import io.katran.api.Count;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What has been counted so far. */
final class Counters {
    private final Map<Exit, Count> exits = new EnumMap<>(Exit.class);
    private final Map<Event, Long> events = new EnumMap<>(Event.class);
    private final Map<Integer, Count> endpoints = new HashMap<>();

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

    void countSent(int endpoint, int ipBytes) {
        endpoints.merge(endpoint, new Count(1, ipBytes), Count::plus);
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
