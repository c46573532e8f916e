package io.katran.cli.xdp;

import io.katran.bpf.BpfMap;
import io.katran.bpf.btf.EnumLayout;
import io.katran.bpf.btf.ObjectBtf;
import io.katran.bpf.btf.StructLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Packets that the decapsulating program saw, by what became of them. For one thread. */
public final class DecapCounters {
    private static final String PREFIX = "KLB_DECAP_";
    private static final String BOUND = "KLB_DECAP_EXIT_MAX";

    private final BpfMap globals;
    private final StructLayout layout;
    private final EnumLayout exits;
    private final ByteBuffer key;
    private final ByteBuffer values;

    /**
     * @param decap the program, attached
     */
    public DecapCounters(XdpAttachment decap) {
        ObjectBtf btf = decap.object().btf();
        this.globals = decap.object().map("decap_globals");
        this.layout = btf.struct("klb_decap_globals");
        this.exits = btf.enumeration("klb_decap_exit");
        this.key = globals.newKeys(1);
        this.values = globals.newValues(1).order(ByteOrder.nativeOrder());
    }

    /** Packets by exit, summed over all CPUs: {@code pass-stripped-v4}, {@code drop-fragment}... */
    public Map<String, Long> packets() {
        globals.lookup(key, values);
        Map<String, Long> packets = new LinkedHashMap<>();
        exits.values()
                .forEach(
                        (constant, number) -> {
                            if (!constant.equals(BOUND)) {
                                packets.put(name(constant), sum(number.intValue()));
                            }
                        });
        return packets;
    }

    private long sum(int exit) {
        int offset = layout.field("exit[" + exit + "].packets").offset();
        long sum = 0;
        for (int at = offset; at < values.capacity(); at += globals.perCpuStride()) {
            sum += values.getLong(at);
        }
        return sum;
    }

    private static String name(String constant) {
        return constant.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
