package io.katran.benchmark.datapath;

import io.katran.benchmark.datapath.DatapathResult.Figures;
import io.katran.benchmark.datapath.DatapathResult.Program;
import io.katran.benchmark.measure.Machine;
import io.katran.benchmark.measure.ThreadClock;
import io.katran.bpf.Cpus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Loads the programs and lets them compete on each kind of packet. Attaches nothing. */
public final class DatapathBenchmark {
    private final DatapathSettings settings;
    private final Consumer<String> progress;

    /**
     * @param progress is told, line by line, what is going on
     */
    public DatapathBenchmark(DatapathSettings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Measures on the calling thread, which stays on the one CPU meanwhile.
     *
     * @throws io.katran.api.KatranException if a program cannot be loaded or does not do what it
     *     should
     * @throws io.katran.bpf.BpfException if the kernel refuses anything else
     */
    public DatapathResult run() {
        return Cpus.pinned(settings.cpu(), this::runPinned);
    }

    private DatapathResult runPinned() {
        Machine before = Machine.now();
        long resolution = ThreadClock.resolutionNs();
        List<Subject> subjects = new ArrayList<>();
        try (Wrapper wrapper = Wrapper.open()) {
            subjects.add(KatranSubject.open(settings.cpu(), settings.tableEntries()));
            subjects.add(StandIn.open(settings.cpu(), settings.tableEntries()));
            settings.foreign().forEach(option -> subjects.add(ForeignProgram.open(option)));
            List<Figures> figures = new ArrayList<>();
            for (Scenario scenario : settings.chosen()) {
                progress.accept(
                        "%d of %d: %s"
                                .formatted(
                                        figures.size() + 1,
                                        settings.chosen().size(),
                                        scenario.title()));
                figures.add(new Contest(wrapper, scenario, settings, progress).run(subjects));
            }
            return new DatapathResult(
                    settings,
                    resolution,
                    before,
                    Machine.now().load(),
                    subjects.stream().map(s -> new Program(s.name(), s.program().info())).toList(),
                    figures);
        } finally {
            subjects.forEach(Subject::close);
        }
    }
}
