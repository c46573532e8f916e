package io.katran.benchmark.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.katran.benchmark.measure.Machine;
import io.katran.benchmark.measure.Samples;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * What was measured.
 *
 * @param rounds how often each step was timed
 */
public record ControlResult(Machine machine, int rounds, List<Timing> timings) {
    public ControlResult {
        timings = List.copyOf(timings);
    }

    /**
     * One step.
     *
     * @param us wall time in microseconds
     */
    public record Timing(String id, String title, Samples us) {}

    /** For people. */
    public void printTo(PrintWriter out) {
        out.println(machine);
        out.printf(Locale.ROOT, "%d rounds%n%n", rounds);
        out.printf(Locale.ROOT, "%-50s %9s %9s %9s%n", "microseconds", "median", "p10", "p90");
        for (Timing timing : timings) {
            out.printf(
                    Locale.ROOT,
                    "%-50s %9.1f %9.1f %9.1f%n",
                    timing.title,
                    timing.us.median(),
                    timing.us.p10(),
                    timing.us.p90());
        }
        out.flush();
    }

    /** For programs. */
    public ObjectNode toJson() {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("benchmark", "control");
        machine.writeTo(root);
        root.put("rounds", rounds);
        for (Timing timing : timings) {
            root.withArray("steps")
                    .addObject()
                    .put("id", timing.id)
                    .put("title", timing.title)
                    .set(
                            "us",
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("median", rounded(timing.us.median()))
                                    .put("p10", rounded(timing.us.p10()))
                                    .put("p90", rounded(timing.us.p90())));
        }
        return root;
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
