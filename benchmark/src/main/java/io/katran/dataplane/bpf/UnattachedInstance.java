package io.katran.dataplane.bpf;

import io.katran.bpf.BpfProgram;
import io.katran.control.settings.ServerIdSettings;
import java.time.Duration;
import java.util.List;

/**
 * An instance of the balancer for benchmarks: attached to nothing, with the defaults of the product
 * but for one CPU with a table of its own.
 *
 * <p>It lives in this package because a benchmark needs the loaded program itself, which the data
 * path shows to nobody else.
 */
public final class UnattachedInstance implements AutoCloseable {
    private static final int MAX_VIPS = 512;
    private static final int SPARE_RINGS = 16;
    private static final int MAX_ENDPOINTS = 262_144;
    private static final int RING_SIZE = 65_537;
    private static final int SEED_PORTS = 33_554_944;
    private static final int SEED_V6 = 512;
    private static final int MAX_FRAME = 1514;
    private static final int SOURCE_V4_PREFIX = 0xac10;
    private static final int OUTER_TTL = 64;
    private static final int MAX_SERVER_IDS = 16_777_214;

    /** New flows that a core remembers in a second. */
    public static final int NEW_FLOW_LIMIT = 125_000;

    private final BpfSession session;

    private UnattachedInstance(BpfSession session) {
        this.session = session;
    }

    /**
     * Loads the program.
     *
     * @param cpu the one forwarding core
     * @param connectionEntries size of its connection table
     * @throws io.katran.api.DataplaneException if the kernel refuses
     */
    public static UnattachedInstance open(int cpu, int connectionEntries) {
        return new UnattachedInstance(
                BpfSession.open(
                        new BpfSettings(
                                MAX_VIPS,
                                SPARE_RINGS,
                                MAX_ENDPOINTS,
                                RING_SIZE,
                                SEED_PORTS,
                                SEED_V6,
                                MAX_FRAME,
                                connectionEntries,
                                Duration.ofSeconds(30),
                                NEW_FLOW_LIMIT,
                                List.of(cpu),
                                List.of(),
                                false,
                                new EncapSettings(
                                        OUTER_TTL, true, SOURCE_V4_PREFIX, sourceV6Prefix()),
                                MAX_SERVER_IDS,
                                new ServerIdSettings(false, false, false))));
    }

    /** To write decisions, read counters and set limiters. */
    public BpfSession session() {
        return session;
    }

    /** The loaded program; closed with this instance. */
    public BpfProgram program() {
        return ((BpfDataplane) session.dataplane()).balancer().program();
    }

    @Override
    public void close() {
        session.close();
    }

    private static byte[] sourceV6Prefix() {
        byte[] prefix = new byte[12];
        prefix[0] = 1;
        return prefix;
    }
}
