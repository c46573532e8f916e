package io.katran.cli.ctl;

import io.katran.api.IpAddress;
import io.katran.api.RealFlags;
import io.katran.api.VipFlags;
import io.katran.api.VipKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what an action is about. */
final class SubjectOptions {
    @Option(
            names = {"-t", "--t"},
            paramLabel = "ADDR:PORT",
            converter = Converters.ToTcpVip.class,
            description = "A TCP VIP: 10.200.1.1:80 or [fc00::1]:80.")
    private @Nullable VipKey tcpVip;

    @Option(
            names = {"-u", "--u"},
            paramLabel = "ADDR:PORT",
            converter = Converters.ToUdpVip.class,
            description = "A UDP VIP; -t wins if both are given.")
    private @Nullable VipKey udpVip;

    @Option(
            names = {"-vf", "--vf"},
            paramLabel = "FLAG",
            split = ",",
            converter = Converters.ToVipFlags.class,
            description = {
                "A flag of the VIP; may be repeated. The historic name or that of configuration"
                        + " files:",
                "NO_SPORT no-src-port, NO_LRU no-lru, QUIC_VIP quic, DPORT_HASH dport-hash,"
                        + " SRC_ROUTING src-routing, LOCAL_VIP local, GLOBAL_LRU global-lru,"
                        + " HASH_SRC_DST_PORT hash-src-dst-port, UDP_STABLE_ROUTING"
                        + " udp-stable-routing, UDP_FLOW_MIGRATION udp-flow-migration."
            })
    private List<VipFlags> vipFlags = new ArrayList<>();

    @Option(
            names = {"-unset", "--unset"},
            description = "With -E: clears the flags instead of setting them.")
    boolean unset;

    @Option(
            names = {"-r", "--r"},
            paramLabel = "ADDR",
            converter = Converters.ToAddress.class,
            description = "A real; may be repeated, and all change at once or none.")
    List<IpAddress> reals = new ArrayList<>();

    @Option(
            names = {"-w", "--w"},
            paramLabel = "WEIGHT",
            defaultValue = "1",
            converter = Converters.ToWeight.class,
            description = "The weight of the reals, 0 to 2147483647; 1 by default.")
    int weight;

    @Option(
            names = {"-rf", "--rf"},
            paramLabel = "FLAG",
            converter = Converters.ToRealFlags.class,
            description =
                    "A flag of the reals: LOCAL_REAL or local. With -a it counts for reals that"
                            + " are new to the server; -E changes it afterwards.")
    RealFlags realFlags = RealFlags.NONE;

    @Option(
            names = {"-somark", "--somark"},
            paramLabel = "MARK",
            converter = Converters.ToMark.class,
            description = "The socket mark of health checks for -new_hc and -del_hc.")
    @Nullable Long mark;

    @Nullable VipKey vip() {
        return tcpVip != null ? tcpVip : udpVip;
    }

    VipFlags vipFlags() {
        return vipFlags.stream().reduce(VipFlags.NONE, VipFlags::with);
    }
}
