package io.katran.cli.xdp;

import io.katran.bpf.BpfObject;

/** What the decapsulating program is told before it is loaded. */
public final class DecapSettings {
    private static final String STRUCT = "klb_decap_config";

    private DecapSettings() {}

    /**
     * Lets it take off generic UDP encapsulation, too.
     *
     * @param decap the object, not loaded yet
     * @param port UDP port, 1 to 65535
     */
    public static void setGuePort(BpfObject decap, int port) {
        int at =
                decap.btf().variable(".rodata", "cfg").offset()
                        + decap.btf().struct(STRUCT).field("gue_port").offset();
        decap.rodata().put(at, (byte) (port >> 8)).put(at + 1, (byte) port);
    }
}
