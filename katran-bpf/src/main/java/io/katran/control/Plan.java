package io.katran.control;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How to bring a data path from what it holds to what it should hold.
 *
 * @param steps in an order in which no packet sees a mixture of old and new
 * @param layout who has which number when all steps are done
 * @param target what the data path holds when all steps are done
 */
record Plan(List<Step> steps, Layout layout, EffectiveState target) {
    Plan {
        steps = List.copyOf(steps);
    }

    /** The ids that may have got other flows once the plan has begun. */
    Set<Integer> touchedIds() {
        Set<Integer> ids = new TreeSet<>(layout.reclaimed());
        for (Step step : steps) {
            if (step instanceof Step.WriteEndpoints write) {
                for (int i = 0; i < write.endpoints().size(); i++) {
                    ids.add(write.firstId() + i);
                }
            }
        }
        return ids;
    }

    /** The VIP numbers that may have got flows once the plan has begun. */
    Set<Integer> touchedVips() {
        Set<Integer> vips = new TreeSet<>();
        for (Step step : steps) {
            if (step instanceof Step.PutVip put) {
                vips.add(put.vip());
            }
        }
        return vips;
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    /** One step a line. */
    @Override
    public String toString() {
        return steps.stream().map(Step::toString).collect(Collectors.joining("\n"));
    }
}
