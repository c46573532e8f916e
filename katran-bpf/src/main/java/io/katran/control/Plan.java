package io.katran.control;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How to bring a data path from what it holds to what it should hold.
 *
 * @param steps in an order in which no packet sees a mixture of old and new
 * @param layout who has which number once the plan has begun, whether it succeeds or not
 * @param target what the data path holds when all steps are done
 */
record Plan(List<Step> steps, Layout layout, EffectiveState target) {
    Plan {
        steps = List.copyOf(steps);
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
