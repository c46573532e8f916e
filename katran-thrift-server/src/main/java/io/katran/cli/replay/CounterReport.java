package io.katran.cli.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.katran.api.Count;
import io.katran.api.IpAddress;
import io.katran.api.ServerIdCount;
import io.katran.api.Statistics;
import io.katran.api.VipKey;
import io.katran.control.ReferenceCounters;
import io.katran.control.ReferenceCounters.Pair;
import io.katran.control.ReferenceCounters.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All counters as one object: {@code counters} by our names, {@code reference} by the reference's.
 *
 * <p>Pairs are arrays of two numbers. The reference numbers VIPs from 0 and reals from 1 in the
 * order in which they are provisioned; so does this report, by the order of the configuration.
 */
final class CounterReport {
    private final Statistics statistics;
    private final List<VipKey> vips;
    private final List<IpAddress> reals;
    private final int maxVips;

    CounterReport(Statistics statistics, List<VipKey> vips, List<IpAddress> reals, int maxVips) {
        this.statistics = statistics;
        this.vips = vips;
        this.reals = reals;
        this.maxVips = maxVips;
    }

    ObjectNode toJson() {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.set("counters", ours());
        report.set("reference", reference());
        return report;
    }

    private ObjectNode ours() {
        ObjectNode counters = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(statistics.exits()).forEach((name, count) -> put(counters, name, count));
        new TreeMap<>(statistics.events()).forEach(counters::put);
        vips.forEach(
                vip -> {
                    put(counters, "vip " + vip, statistics.vips().get(vip));
                    new TreeMap<>(statistics.traffic().getOrDefault(vip, Map.of()))
                            .forEach(
                                    (real, count) ->
                                            put(counters, "vip " + vip + " real " + real, count));
                    ServerIdCount ids = statistics.serverIds().get(vip);
                    if (ids != null) {
                        put(counters, "vip " + vip + " by shared endpoint", ids.shared());
                        counters.put("vip " + vip + " opened for a server id", ids.opened());
                        counters.put("vip " + vip + " moved by server id", ids.moved());
                    }
                });
        return counters;
    }

    private ObjectNode reference() {
        ObjectNode counters = JsonNodeFactory.instance.objectNode();
        List<Traffic> traffic = traffic();
        for (int i = 0; i < vips.size(); i++) {
            VipKey vip = vips.get(i);
            Count count = statistics.vips().getOrDefault(vip, Count.ZERO);
            put(counters, "stats[" + i + "]", ReferenceCounters.ofVip(vip, count));
        }
        ReferenceCounters all = new ReferenceCounters(statistics.exits(), statistics.events());
        all.byName(maxVips).forEach((name, pair) -> put(counters, name, pair));
        all.records().forEach((name, values) -> values.forEach(counters.putArray(name)::add));
        for (int i = 0; i < vips.size(); i++) {
            ServerIdCount ids = statistics.serverIds().get(vips.get(i));
            if (ids != null) {
                put(counters, "server_id_stats[" + i + "]", ReferenceCounters.ofServerIds(ids));
            }
        }
        Map<IpAddress, Pair> byReal = ReferenceCounters.byReal(traffic, statistics.shared());
        for (int i = 0; i < reals.size(); i++) {
            put(counters, "reals_stats[" + (i + 1) + "]", byReal.get(reals.get(i)));
        }
        return counters;
    }

    private List<Traffic> traffic() {
        List<Traffic> traffic = new ArrayList<>();
        statistics
                .traffic()
                .forEach(
                        (vip, ofVip) ->
                                ofVip.forEach(
                                        (real, count) ->
                                                traffic.add(new Traffic(vip, real, count))));
        return traffic;
    }

    private static void put(ObjectNode node, String name, @Nullable Count count) {
        if (count != null) {
            node.putArray(name).add(count.packets()).add(count.bytes());
        }
    }

    private static void put(ObjectNode node, String name, @Nullable Pair pair) {
        if (pair != null) {
            node.putArray(name).add(pair.v1()).add(pair.v2());
        }
    }
}
