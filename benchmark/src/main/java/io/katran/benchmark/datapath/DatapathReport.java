package io.katran.benchmark.datapath;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.katran.benchmark.datapath.DatapathResult.Figure;
import io.katran.benchmark.datapath.DatapathResult.Figures;
import io.katran.benchmark.datapath.DatapathResult.Program;
import io.katran.benchmark.measure.Samples;
import java.io.PrintWriter;
import java.util.Locale;

/** Writes results down. */
public final class DatapathReport {
    private static final String ROW = "%-31s %-10s %9s %7s %7s %7s %6s%n";

    private final DatapathResult result;

    public DatapathReport(DatapathResult result) {
        this.result = result;
    }

    /** For people. */
    public void printTo(PrintWriter out) {
        out.println(result.started());
        DatapathSettings settings = result.settings();
        out.printf(
                Locale.ROOT,
                "%d rounds of %,d packets on CPU %d, connection table of %,d entries, clock step"
                        + " %d ns%n%n",
                settings.rounds(),
                settings.repeat(),
                settings.cpu(),
                settings.tableEntries(),
                result.clockResolutionNs());
        out.printf(
                Locale.ROOT,
                ROW,
                "net ns/packet",
                "program",
                "median",
                "p10",
                "p90",
                "ratio",
                "goal");
        result.scenarios().forEach(figures -> printTo(out, figures));
        out.println();
        result.programs().forEach(program -> printTo(out, program));
        out.println();
        out.println(
                "net: less the program that does nothing. ratio: to the stand-in, which makes the"
                        + " reference's map operations.");
        out.flush();
    }

    private static void printTo(PrintWriter out, Figures figures) {
        String title = figures.scenario().title();
        for (Figure figure : figures.programs()) {
            boolean ours = figure.program().equals(KatranSubject.NAME);
            out.printf(
                    Locale.ROOT,
                    ROW,
                    title,
                    figure.program(),
                    tenths(figure.netNs().median()),
                    tenths(figure.netNs().p10()),
                    tenths(figure.netNs().p90()),
                    figure.toStandIn().map(ratio -> hundredths(ratio.median())).orElse(""),
                    ours ? "<=" + hundredths(figures.scenario().goal()) : "");
            title = "";
        }
    }

    private static void printTo(PrintWriter out, Program program) {
        out.printf(
                Locale.ROOT,
                "%-10s %,9d instructions verified, %,7d bytes of byte code, %,7d of machine code,"
                        + " tag %s%n",
                program.name(),
                program.info().verifiedInstructions(),
                program.info().translatedBytes(),
                program.info().compiledBytes(),
                program.info().tag());
    }

    /** For programs. */
    public ObjectNode toJson() {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("benchmark", "datapath");
        result.started().writeTo(root);
        root.put("load-after", rounded(result.endLoad()));
        DatapathSettings settings = result.settings();
        root.put("rounds", settings.rounds()).put("repeat", settings.repeat());
        root.put("pinned-cpu", settings.cpu()).put("table-entries", settings.tableEntries());
        root.put("reals-per-vip", Fleet.REALS_PER_VIP);
        root.put("clock-resolution-ns", result.clockResolutionNs());
        for (Program program : result.programs()) {
            root.withArray("programs")
                    .addObject()
                    .put("name", program.name())
                    .put("tag", program.info().tag())
                    .put("verified-instructions", program.info().verifiedInstructions())
                    .put("translated-bytes", program.info().translatedBytes())
                    .put("compiled-bytes", program.info().compiledBytes());
        }
        for (Figures figures : result.scenarios()) {
            root.withArray("scenarios").add(toJson(figures));
        }
        return root;
    }

    private static ObjectNode toJson(Figures figures) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", figures.scenario().id()).put("title", figures.scenario().title());
        node.put("goal", figures.scenario().goal());
        node.set("nothing-ns", toJson(figures.nothing()));
        for (Figure figure : figures.programs()) {
            ObjectNode program =
                    node.withArray("programs").addObject().put("name", figure.program());
            program.set("net-ns", toJson(figure.netNs()));
            figure.toStandIn().ifPresent(ratio -> program.set("to-stand-in", toJson(ratio)));
        }
        return node;
    }

    private static ObjectNode toJson(Samples samples) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("median", rounded(samples.median()))
                .put("p10", rounded(samples.p10()))
                .put("p90", rounded(samples.p90()));
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private static String tenths(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String hundredths(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
