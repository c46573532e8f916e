package io.katran.dataplane.bpf;

import java.nio.ByteBuffer;

/** {@code struct klb_config}: what the verifier takes for constants. */
final class ConfigCodec {
    private static final int KERNEL_LRU = 1;

    private final int ringSize;
    private final int ringLines;
    private final int seedPorts;
    private final int seedV6;
    private final int udpTimeout;
    private final int newFlowLimit;
    private final int connCpus;
    private final int maxFrame;
    private final int scopeHost;
    private final int connKind;
    private final int coarseClock;
    private final int copyTos;
    private final int outerTtl;
    private final int sourceV4;
    private final int sourceV6;
    private final int tcpServerId;
    private final int udpStable;

    ConfigCodec(AbiCheck abi) {
        ringSize = abi.offset("klb_config", "ring_size", 4);
        ringLines = abi.offset("klb_config", "ring_lines", 4);
        seedPorts = abi.offset("klb_config", "seed_ports", 4);
        seedV6 = abi.offset("klb_config", "seed_v6", 4);
        udpTimeout = abi.offset("klb_config", "udp_timeout_ns", 8);
        newFlowLimit = abi.offset("klb_config", "new_flow_limit", 4);
        connCpus = abi.offset("klb_config", "conn_cpus", 4);
        maxFrame = abi.offset("klb_config", "max_frame", 4);
        scopeHost = abi.offset("klb_config", "scope_host", 1);
        connKind = abi.offset("klb_config", "conn_kind", 1);
        coarseClock = abi.offset("klb_config", "coarse_clock", 1);
        copyTos = abi.offset("klb_config", "copy_tos", 1);
        outerTtl = abi.offset("klb_config", "outer_ttl", 1);
        sourceV4 = abi.offset("klb_config", "src4_prefix", 2);
        sourceV6 = abi.offset("klb_config", "src6_prefix", 12);
        tcpServerId = abi.offset("klb_config", "tcp_server_id", 1);
        udpStable = abi.offset("klb_config", "udp_stable", 1);
        abi.expectConstant("KLB_CONN_KERNEL_LRU", KERNEL_LRU);
    }

    /** Writes the settings over the object's own values. */
    void write(ByteBuffer data, int at, BpfSettings settings, int lines, boolean hasCoarseClock) {
        data.putInt(at + ringSize, settings.ringSize());
        data.putInt(at + ringLines, lines);
        data.putInt(at + seedPorts, settings.seedPorts());
        data.putInt(at + seedV6, settings.seedV6());
        data.putLong(at + udpTimeout, settings.udpTimeout().toNanos());
        data.putInt(at + newFlowLimit, settings.newFlowsPerCore());
        data.putInt(
                at + connCpus,
                settings.forwardingCores().stream().mapToInt(c -> c + 1).max().orElse(0));
        data.putInt(at + maxFrame, settings.maxFrame());
        data.put(at + scopeHost, flag(settings.scopeHost()));
        data.put(at + connKind, (byte) KERNEL_LRU);
        data.put(at + coarseClock, flag(hasCoarseClock));
        data.put(at + copyTos, flag(settings.encap().copyTos()));
        data.put(at + outerTtl, (byte) settings.encap().ttl());
        data.putShort(at + sourceV4, (short) settings.encap().sourceV4Prefix());
        data.put(at + sourceV6, settings.encap().sourceV6Prefix());
        data.put(at + tcpServerId, flag(settings.serverIdRouting().tcpOption()));
        data.put(at + udpStable, flag(settings.serverIdRouting().udpStable()));
    }

    private static byte flag(boolean on) {
        return (byte) (on ? 1 : 0);
    }
}
