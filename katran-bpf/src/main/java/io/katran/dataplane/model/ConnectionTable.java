package io.katran.dataplane.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/** The flows that one CPU remembers. When it is full, the flow that was used longest ago goes. */
final class ConnectionTable {
    private final Map<FlowKey, Flow> flows;

    ConnectionTable(int entries) {
        flows =
                new LinkedHashMap<>(16, 0.75f, true) {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<FlowKey, Flow> eldest) {
                        return size() > entries;
                    }
                };
    }

    /**
     * A flow as the hash sees it, with the ports cleared that do not count. The VIP stands for
     * destination address and protocol.
     */
    record FlowKey(int vip, WireAddress source, int sourcePort, int destinationPort) {}

    /**
     * @param seenNs UDP: when the last packet came; TCP: when the flow was placed
     */
    record Flow(int endpoint, long seenNs) {}

    Optional<Flow> find(FlowKey key) {
        return Optional.ofNullable(flows.get(key));
    }

    void put(FlowKey key, Flow flow) {
        flows.put(key, flow);
    }

    long forget(BiPredicate<FlowKey, Flow> test) {
        int before = flows.size();
        flows.entrySet().removeIf(flow -> test.test(flow.getKey(), flow.getValue()));
        return before - flows.size();
    }
}
