package io.katran.dataplane.bpf;

import io.katran.api.Count;
import io.katran.control.Dataplane.GlobalCounts;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * {@code struct klb_globals}: one counter for each exit, one number for each event. Their names
 * come from the object's enums: {@code KLB_DROP_NO_REAL} is {@code drop.no-real}.
 */
final class GlobalsCodec {
    private static final String PREFIX = "KLB_";
    private static final String EVENT_PREFIX = "KLB_EVENT_";
    private static final String LENGTH_SUFFIX = "_MAX";
    private static final String RETIRED = "_RETIRED_";

    private final CountCodec count;
    private final int exits;
    private final int events;
    private final Map<String, Integer> exitNumbers;
    private final Map<String, Integer> eventNumbers;

    GlobalsCodec(AbiCheck abi) {
        count = new CountCodec(abi);
        Map<String, Long> exitConstants = abi.constants("klb_exit");
        Map<String, Long> eventConstants = abi.constants("klb_event");
        int exitCount = exitConstants.getOrDefault("KLB_EXIT_MAX", 0L).intValue();
        int eventCount = eventConstants.getOrDefault("KLB_EVENT_MAX", 0L).intValue();
        exits = abi.offset("klb_globals", "exit", exitCount * count.size());
        events = abi.offset("klb_globals", "event", eventCount * Long.BYTES);
        exitNumbers = numbers(exitConstants, GlobalsCodec::exitName);
        eventNumbers = numbers(eventConstants, GlobalsCodec::eventName);
    }

    private static Map<String, Integer> numbers(
            Map<String, Long> constants, java.util.function.UnaryOperator<String> name) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        constants.forEach(
                (constant, number) -> {
                    if (!constant.endsWith(LENGTH_SUFFIX) && !constant.contains(RETIRED)) {
                        numbers.put(name.apply(constant), number.intValue());
                    }
                });
        return numbers;
    }

    /** {@code KLB_DROP_NO_REAL}: {@code drop.no-real}, the verdict first. */
    private static String exitName(String constant) {
        return kebab(constant.substring(PREFIX.length())).replaceFirst("-", ".");
    }

    private static String eventName(String constant) {
        return kebab(constant.substring(EVENT_PREFIX.length()));
    }

    private static String kebab(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The record, summed over the CPUs. */
    GlobalCounts sum(ByteBuffer value, int stride, int cpus) {
        Map<String, Count> exitCounts = new LinkedHashMap<>();
        exitNumbers.forEach(
                (name, number) ->
                        exitCounts.put(
                                name,
                                count.sum(value, exits + number * count.size(), stride, cpus)));
        Map<String, Long> eventCounts = new LinkedHashMap<>();
        eventNumbers.forEach(
                (name, number) -> {
                    long sum = 0;
                    for (int cpu = 0; cpu < cpus; cpu++) {
                        sum += value.getLong(events + number * Long.BYTES + cpu * stride);
                    }
                    eventCounts.put(name, sum);
                });
        return new GlobalCounts(exitCounts, eventCounts);
    }
}
