package io.katran.vectors;

import io.katran.control.Dataplane;

/** A data path that vectors can be run on, all packets on one CPU. */
public interface VectorTarget {
    Dataplane dataplane();

    /** Sends a frame through. */
    Result process(byte[] frame);

    /**
     * @param verdict as in {@link VectorCase.Expected}
     */
    record Result(String verdict, byte[] frame) {}

    /** Empties what packets write, counters excepted. */
    void forgetPackets();

    void age(int seconds);

    void assumeNewFlows(int count);
}
