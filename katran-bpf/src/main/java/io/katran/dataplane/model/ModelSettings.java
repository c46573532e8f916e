package io.katran.dataplane.model;

import io.katran.api.Ip4;
import io.katran.api.Ip6;
import io.katran.maglev.FlowHash;
import java.time.Duration;
import java.util.Objects;

/**
 * What is fixed for the life of a model. {@link #DEFAULT} has the product's defaults; derive others
 * with {@link #toBuilder}.
 *
 * @param flowHash with the seeds of the ECMP group
 * @param maxFrame longest frame to a VIP that is balanced, in bytes, with its Ethernet header
 * @param udpTimeout a UDP flow idle for longer than this is placed anew
 * @param newFlowLimit how many flows one CPU remembers in a second
 * @param cpus how many CPUs have a connection table; higher ones share one
 * @param tableEntries how many flows a connection table holds
 * @param echoRate echo replies a second and CPU; 0 for no limit
 * @param echoBurst echo replies at once after a pause
 * @param sourceV4 outer IPv4 source, of which the first two bytes count
 * @param sourceV6 outer IPv6 source, of which the first twelve bytes count
 * @param ttl TTL or hop limit of every header that is written
 * @param copyTos whether the outer header takes over the inner TOS or traffic class
 * @param tcpServerId whether TCP packets are routed by the server id among their options
 * @param udpStableRouting whether VIPs with that flag route by server id
 */
public record ModelSettings(
        FlowHash flowHash,
        int maxFrame,
        Duration udpTimeout,
        int newFlowLimit,
        int cpus,
        int tableEntries,
        int echoRate,
        int echoBurst,
        Ip4 sourceV4,
        Ip6 sourceV6,
        int ttl,
        boolean copyTos,
        Scope scope,
        boolean tcpServerId,
        boolean udpStableRouting) {

    /** The product's defaults, with one CPU. */
    public static final ModelSettings DEFAULT =
            new ModelSettings(
                    FlowHash.DEFAULT,
                    1514,
                    Duration.ofSeconds(30),
                    125_000,
                    1,
                    1_000_000,
                    10_000,
                    10_000,
                    new Ip4(0xac100000),
                    new Ip6(0x0100_0000_0000_0000L, 0),
                    64,
                    true,
                    Scope.VIP,
                    false,
                    false);

    public ModelSettings {
        Objects.requireNonNull(flowHash, "flowHash");
        Objects.requireNonNull(udpTimeout, "udpTimeout");
        Objects.requireNonNull(sourceV4, "sourceV4");
        Objects.requireNonNull(sourceV6, "sourceV6");
        Objects.requireNonNull(scope, "scope");
        requireAtLeast("maxFrame", maxFrame, 14);
        requireAtLeast("newFlowLimit", newFlowLimit, 0);
        requireAtLeast("cpus", cpus, 1);
        requireAtLeast("tableEntries", tableEntries, 1);
        requireAtLeast("echoRate", echoRate, 0);
        requireAtLeast("echoBurst", echoBurst, 1);
        if (ttl < 1 || ttl > 255) {
            throw new IllegalArgumentException("ttl " + ttl + " is not in 1..255");
        }
    }

    private static void requireAtLeast(String name, int value, int min) {
        if (value < min) {
            throw new IllegalArgumentException(name + " " + value + " is less than " + min);
        }
    }

    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Derives settings; not thread-safe. */
    public static final class Builder {
        private FlowHash flowHash;
        private int maxFrame;
        private Duration udpTimeout;
        private int newFlowLimit;
        private int cpus;
        private int tableEntries;
        private int echoRate;
        private int echoBurst;
        private Ip4 sourceV4;
        private Ip6 sourceV6;
        private int ttl;
        private boolean copyTos;
        private Scope scope;
        private boolean tcpServerId;
        private boolean udpStableRouting;

        private Builder(ModelSettings from) {
            flowHash = from.flowHash;
            maxFrame = from.maxFrame;
            udpTimeout = from.udpTimeout;
            newFlowLimit = from.newFlowLimit;
            cpus = from.cpus;
            tableEntries = from.tableEntries;
            echoRate = from.echoRate;
            echoBurst = from.echoBurst;
            sourceV4 = from.sourceV4;
            sourceV6 = from.sourceV6;
            ttl = from.ttl;
            copyTos = from.copyTos;
            scope = from.scope;
            tcpServerId = from.tcpServerId;
            udpStableRouting = from.udpStableRouting;
        }

        public Builder flowHash(FlowHash value) {
            flowHash = value;
            return this;
        }

        public Builder maxFrame(int bytes) {
            maxFrame = bytes;
            return this;
        }

        public Builder udpTimeout(Duration value) {
            udpTimeout = value;
            return this;
        }

        public Builder newFlowLimit(int flowsPerSecond) {
            newFlowLimit = flowsPerSecond;
            return this;
        }

        public Builder cpus(int value) {
            cpus = value;
            return this;
        }

        public Builder tableEntries(int perCpu) {
            tableEntries = perCpu;
            return this;
        }

        public Builder echo(int rate, int burst) {
            echoRate = rate;
            echoBurst = burst;
            return this;
        }

        public Builder sources(Ip4 v4, Ip6 v6) {
            sourceV4 = v4;
            sourceV6 = v6;
            return this;
        }

        public Builder ttl(int value) {
            ttl = value;
            return this;
        }

        public Builder copyTos(boolean value) {
            copyTos = value;
            return this;
        }

        public Builder scope(Scope value) {
            scope = value;
            return this;
        }

        public Builder tcpServerId(boolean value) {
            tcpServerId = value;
            return this;
        }

        public Builder udpStableRouting(boolean value) {
            udpStableRouting = value;
            return this;
        }

        public ModelSettings build() {
            return new ModelSettings(
                    flowHash,
                    maxFrame,
                    udpTimeout,
                    newFlowLimit,
                    cpus,
                    tableEntries,
                    echoRate,
                    echoBurst,
                    sourceV4,
                    sourceV6,
                    ttl,
                    copyTos,
                    scope,
                    tcpServerId,
                    udpStableRouting);
        }
    }
}
