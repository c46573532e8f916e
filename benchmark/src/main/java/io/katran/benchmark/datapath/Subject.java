package io.katran.benchmark.datapath;

import io.katran.bpf.BpfProgram;
import java.util.Map;

/** A program under comparison, loaded and provisioned with the {@link Fleet}. */
interface Subject extends AutoCloseable {
    String name();

    BpfProgram program();

    /** Brings the program's rate limiters into a state. */
    void set(NewFlows state);

    /**
     * What the program counted since it was loaded, in the balancer's names of exits and events; a
     * program of another make counts fewer of them.
     */
    Map<String, Long> counters();

    @Override
    void close();
}
