package io.katran.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A packet to run a program on, and how. Build it once and run it often: its buffers are reused, so
 * one request must not be run by two threads at a time.
 */
public final class TestRun {
    /**
     * Room the kernel gives an XDP program in front of and behind the packet, more than any
     * encapsulation needs.
     */
    private static final int GROWTH_BYTES = 256;

    private static final int RESULT_BYTES = 12;

    private final ByteBuffer input;
    private final ByteBuffer result = newDirect(RESULT_BYTES);
    private final @Nullable ByteBuffer output;
    private final @Nullable ByteBuffer context;
    private final int repeat;
    private final int batchSize;
    private final boolean liveFrames;

    private TestRun(Builder builder) {
        this.input = direct(builder.packet);
        this.output = builder.liveFrames ? null : newDirect(builder.packet.length + GROWTH_BYTES);
        this.context = builder.context == null ? null : direct(builder.context);
        this.repeat = builder.repeat;
        this.batchSize = builder.batchSize;
        this.liveFrames = builder.liveFrames;
    }

    /** One run on one packet. */
    public static TestRun of(byte[] packet) {
        return builder(packet).build();
    }

    /** More than one run, or another context. */
    public static Builder builder(byte[] packet) {
        return new Builder(packet);
    }

    /** The packet as it goes in; change it between runs to send another of the same length. */
    public ByteBuffer input() {
        return input;
    }

    @Nullable ByteBuffer outputBuffer() {
        return output;
    }

    @Nullable ByteBuffer context() {
        return context;
    }

    /** {return value, output length, duration in ns}, written by each run. */
    ByteBuffer result() {
        return result;
    }

    int repeat() {
        return repeat;
    }

    int batchSize() {
        return batchSize;
    }

    boolean liveFrames() {
        return liveFrames;
    }

    private static ByteBuffer direct(byte[] bytes) {
        return newDirect(bytes.length).put(0, bytes);
    }

    private static ByteBuffer newDirect(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /** Collects what a run needs. */
    public static final class Builder {
        private final byte[] packet;
        private byte @Nullable [] context;
        private int repeat = 1;
        private int batchSize;
        private boolean liveFrames;

        private Builder(byte[] packet) {
            this.packet = packet.clone();
        }

        /**
         * Runs the program so often in one call. From the second run on it sees the packet its last
         * run left, not the original.
         */
        public Builder repeat(int times) {
            if (times < 1) {
                throw new IllegalArgumentException("repeat: " + times + " is less than 1");
            }
            this.repeat = times;
            return this;
        }

        /**
         * Sends real frames: the kernel carries verdicts out, and there is no output. Frames are
         * recycled within a batch, so a program that rewrites packets may see its own work again.
         * Needs Linux 5.18.
         *
         * @param framesPerBatch 1 to 256
         */
        public Builder liveFrames(int framesPerBatch) {
            if (framesPerBatch < 1 || framesPerBatch > 256) {
                throw new IllegalArgumentException(
                        "framesPerBatch: " + framesPerBatch + " is outside 1..256");
            }
            this.liveFrames = true;
            this.batchSize = framesPerBatch;
            return this;
        }

        /**
         * Sets the interface and receive queue the packet seems to come from, for XDP programs.
         *
         * @param ifindex an interface with XDP support; 1 is loopback
         */
        public Builder ingress(int ifindex, int queue) {
            ByteBuffer md = ByteBuffer.allocate(XDP_MD_BYTES).order(ByteOrder.nativeOrder());
            md.putInt(XDP_MD_DATA_END, packet.length);
            md.putInt(XDP_MD_INGRESS_IFINDEX, ifindex);
            md.putInt(XDP_MD_RX_QUEUE, queue);
            this.context = md.array();
            return this;
        }

        public TestRun build() {
            return new TestRun(this);
        }

        // struct xdp_md is kernel ABI: {data, data_end, data_meta, ingress_ifindex, rx_queue_index,
        // egress_ifindex}.
        private static final int XDP_MD_DATA_END = 4;
        private static final int XDP_MD_INGRESS_IFINDEX = 12;
        private static final int XDP_MD_RX_QUEUE = 16;
        private static final int XDP_MD_BYTES = 24;
    }
}
