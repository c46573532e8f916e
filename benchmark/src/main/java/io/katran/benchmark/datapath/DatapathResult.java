package io.katran.benchmark.datapath;

import io.katran.benchmark.measure.Machine;
import io.katran.benchmark.measure.Samples;
import io.katran.bpf.ProgramInfo;
import java.util.List;
import java.util.Optional;

/**
 * What was measured.
 *
 * @param clockResolutionNs smallest step of the clock
 * @param started the machine before
 * @param endLoad load average afterwards
 */
public record DatapathResult(
        DatapathSettings settings,
        long clockResolutionNs,
        Machine started,
        double endLoad,
        List<Program> programs,
        List<Figures> scenarios) {
    public DatapathResult {
        programs = List.copyOf(programs);
        scenarios = List.copyOf(scenarios);
    }

    /** A program under comparison. */
    record Program(String name, ProgramInfo info) {}

    /**
     * One kind of packet.
     *
     * @param nothing ns a pass with the program that does nothing
     */
    record Figures(Scenario scenario, Samples nothing, List<Figure> programs) {
        Figures {
            programs = List.copyOf(programs);
        }
    }

    /**
     * One program on one kind of packet.
     *
     * @param netNs ns a packet, less those of the program that does nothing in the same round
     * @param toStandIn by what the stand-in took in the same round; empty for itself
     */
    record Figure(String program, Samples netNs, Optional<Samples> toStandIn) {}
}
