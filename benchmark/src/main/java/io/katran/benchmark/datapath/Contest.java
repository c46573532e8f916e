package io.katran.benchmark.datapath;

import io.katran.api.ErrorCode;
import io.katran.api.KatranException;
import io.katran.benchmark.datapath.DatapathResult.Figure;
import io.katran.benchmark.datapath.DatapathResult.Figures;
import io.katran.benchmark.measure.Samples;
import io.katran.bpf.TestRun;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/**
 * All programs on one kind of packet.
 *
 * <p>Every round measures each program once, beginning with another one each time, and the program
 * that does nothing among them. What is reported are differences and ratios within rounds: what
 * disturbs a round disturbs both of their sides.
 */
final class Contest {
    /**
     * A pause of a second in the middle of a batch resets limits, so one failure proves nothing.
     */
    private static final int TRIALS = 3;

    private static final int WARM_UP_SHARE = 4;

    private final Wrapper wrapper;
    private final Scenario scenario;
    private final DatapathSettings settings;
    private final Consumer<String> notes;
    private final Map<String, Integer> nextPass = new HashMap<>();
    private final Map<Integer, TestRun> packets = new HashMap<>();

    /**
     * @param notes is told who takes no part, and why
     */
    Contest(Wrapper wrapper, Scenario scenario, DatapathSettings settings, Consumer<String> notes) {
        this.wrapper = wrapper;
        this.scenario = scenario;
        this.settings = settings;
        this.notes = notes;
    }

    /**
     * @throws KatranException INTERNAL if our program or the stand-in does not do with the packets
     *     what it should; other programs take no part then
     */
    Figures run(List<Subject> subjects) {
        Contestant nothing = Contestant.nothing(wrapper.nothing());
        List<Contestant> fit = new ArrayList<>();
        for (Subject subject : subjects) {
            Contestant contestant = Contestant.of(subject);
            if (isFit(contestant)) {
                fit.add(contestant);
            }
        }
        List<Contestant> order = new ArrayList<>(fit);
        order.add(0, nothing);
        Map<Contestant, List<Double>> ns = new LinkedHashMap<>();
        for (int round = 0; round < settings.rounds(); round++) {
            for (Contestant contestant : order) {
                ns.computeIfAbsent(contestant, c -> new ArrayList<>()).add(measure(contestant));
            }
            Collections.rotate(order, 1);
        }
        return figures(fit, ns, ns.get(nothing));
    }

    /** Warms caches and tables up, and sees whether the program takes the right way then. */
    private boolean isFit(Contestant contestant) {
        try {
            runPasses(contestant, warmUpPasses());
            measure(contestant);
            return true;
        } catch (KatranException e) {
            if (contestant.subject().filter(ForeignProgram.class::isInstance).isEmpty()) {
                throw e;
            }
            notes.accept(e.getMessage() + "; left out");
            return false;
        }
    }

    private int warmUpPasses() {
        int usual = Math.max(1, settings.repeat() / WARM_UP_SHARE);
        if (!scenario.flows().areAllNew()) {
            return Math.max(usual, 2 * scenario.flows().count());
        }
        boolean remembered = !scenario.path().limited();
        return settings.fillTables() && remembered
                ? Math.max(usual, settings.tableEntries() + settings.tableEntries() / 10)
                : usual;
    }

    /** Mean ns of a pass. */
    private double measure(Contestant contestant) {
        String problems = "";
        for (int trial = 0; trial < TRIALS; trial++) {
            PathCheck check = PathCheck.begin(scenario.path(), contestant);
            Passes passes = runPasses(contestant, settings.repeat());
            check.verdict(passes.verdict);
            problems = check.problems(settings.repeat());
            if (problems.isEmpty()) {
                return (double) passes.nanos / settings.repeat();
            }
        }
        throw new KatranException(
                ErrorCode.INTERNAL,
                "scenario "
                        + scenario.id()
                        + ": "
                        + contestant.name()
                        + " did not treat the packets as it should: "
                        + problems);
    }

    private record Passes(long nanos, String verdict) {}

    private Passes runPasses(Contestant contestant, int count) {
        wrapper.target(contestant.program());
        long nanos = 0;
        String verdict = "";
        int left = count;
        while (left > 0) {
            int size = Math.min(left, scenario.batch());
            contestant.subject().ifPresent(subject -> subject.set(scenario.newFlows()));
            int first = nextPass.merge(contestant.name(), size, Integer::sum) - size;
            Wrapper.Batch batch = wrapper.run(packet(size), scenario.flows(), first);
            nanos += batch.nanos();
            verdict = batch.verdict();
            left -= size;
        }
        return new Passes(nanos, verdict);
    }

    private TestRun packet(int repeat) {
        return packets.computeIfAbsent(
                repeat, times -> TestRun.builder(scenario.frame()).repeat(times).build());
    }

    private Figures figures(
            List<Contestant> fit, Map<Contestant, List<Double>> ns, List<Double> nothing) {
        Map<Contestant, List<Double>> net = new LinkedHashMap<>();
        fit.forEach(c -> net.put(c, inRounds(ns.get(c), nothing, (own, base) -> own - base)));
        Optional<List<Double>> standIn =
                fit.stream().filter(c -> c.name().equals(StandIn.NAME)).findAny().map(net::get);
        List<Figure> figures = new ArrayList<>();
        net.forEach(
                (contestant, own) ->
                        figures.add(
                                new Figure(
                                        contestant.name(),
                                        Samples.of(own),
                                        standIn.filter(other -> other != own)
                                                .map(other -> ratios(own, other)))));
        return new Figures(scenario, Samples.of(nothing), figures);
    }

    private static Samples ratios(List<Double> own, List<Double> other) {
        return Samples.of(inRounds(own, other, (a, b) -> a / b));
    }

    private static List<Double> inRounds(
            List<Double> left, List<Double> right, DoubleBinaryOperator operator) {
        return IntStream.range(0, left.size())
                .mapToObj(round -> operator.applyAsDouble(left.get(round), right.get(round)))
                .toList();
    }
}
