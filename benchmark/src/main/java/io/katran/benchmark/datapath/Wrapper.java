package io.katran.benchmark.datapath;

import io.katran.benchmark.datapath.Scenario.Flows;
import io.katran.benchmark.datapath.Scenario.Verdict;
import io.katran.benchmark.measure.ThreadClock;
import io.katran.bpf.BpfMap;
import io.katran.bpf.BpfObject;
import io.katran.bpf.BpfProgram;
import io.katran.bpf.TestRun;
import io.katran.bpf.btf.StructLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The program that runs others on fresh packets; see {@code wrapper.bpf.c}. Not thread-safe. */
final class Wrapper implements AutoCloseable {
    private final BpfObject object;
    private final BpfMap frameMap;
    private final BpfMap targetMap;
    private final StructLayout layout;
    private final ByteBuffer index;
    private final ByteBuffer frameState;

    private Wrapper(BpfObject object) {
        this.object = object;
        this.frameMap = object.map("bench_frame");
        this.targetMap = object.map("bench_target");
        this.layout = object.btf().struct("bench_frame");
        this.index = frameMap.newKeys(1);
        this.frameState = frameMap.newValues(1);
    }

    static Wrapper open() {
        BpfObject object = BpfObject.fromResource("wrapper");
        object.load();
        return new Wrapper(object);
    }

    /** The program that does nothing, whose time is that of the wrapper. */
    BpfProgram nothing() {
        return object.program("klb_bench_null");
    }

    /** Makes a program the one that {@link #run} runs. */
    void target(BpfProgram program) {
        targetMap.updateProgram(index, program);
    }

    /** What so many passes took of this thread's CPU time, and the verdict of the last. */
    record Batch(long nanos, String verdict) {}

    /**
     * Runs the target on packets of one kind.
     *
     * @param firstPass the number of the first pass, which decides which flows come
     */
    Batch run(TestRun packet, Flows flows, int firstPass) {
        describe(packet.input(), flows, firstPass);
        BpfProgram wrapper = object.program("klb_bench_wrap");
        long start = ThreadClock.nanos();
        int verdict = wrapper.testRun(packet).returnValue();
        return new Batch(ThreadClock.nanos() - start, Verdict.nameOf(verdict));
    }

    private void describe(ByteBuffer frame, Flows flows, int firstPass) {
        int bytes = offset("byte");
        int restored = Math.min(frame.limit(), layout.field("byte").width());
        frameState.putLong(offset("first_begin"), 0);
        frameState.putInt(offset("restored"), restored);
        frameState.putInt(offset("pass"), firstPass);
        frameState.putInt(offset("flow_at"), flows.at());
        frameState.putInt(offset("flow_mask"), flows.mask());
        frameState.put(bytes, frame, 0, restored);
        // As the bytes lie in the frame: the program takes the word as it is.
        frameState.putInt(
                offset("flow_word"),
                frame.duplicate().order(ByteOrder.nativeOrder()).getInt(flows.at()));
        frameMap.update(index, frameState);
    }

    private int offset(String field) {
        return layout.field(field).offset();
    }

    @Override
    public void close() {
        object.close();
    }
}
