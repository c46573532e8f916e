package io.katran.bpf;

import java.nio.ByteBuffer;

/**
 * What came of a test run.
 *
 * @param returnValue the program's verdict of the last run
 * @param durationNs mean time of one run as the kernel measured it
 * @param output the packet after the last run, from 0 to limit; empty for live frames. It is the
 *     request's output buffer: the next run with the same request overwrites it
 */
public record TestResult(int returnValue, long durationNs, ByteBuffer output) {
    /** A copy of the packet after the run. */
    public byte[] packet() {
        byte[] bytes = new byte[output.limit()];
        output.get(0, bytes);
        return bytes;
    }
}
