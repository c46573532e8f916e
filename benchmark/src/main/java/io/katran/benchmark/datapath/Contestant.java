package io.katran.benchmark.datapath;

import io.katran.bpf.BpfProgram;
import java.util.Optional;

/**
 * Who takes part in a contest.
 *
 * @param subject empty for the program that does nothing, from which nothing is expected
 */
record Contestant(String name, BpfProgram program, Optional<Subject> subject) {

    static Contestant of(Subject subject) {
        return new Contestant(subject.name(), subject.program(), Optional.of(subject));
    }

    static Contestant nothing(BpfProgram program) {
        return new Contestant("nothing", program, Optional.empty());
    }
}
