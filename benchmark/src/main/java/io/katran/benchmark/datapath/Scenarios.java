package io.katran.benchmark.datapath;

import io.katran.benchmark.datapath.Scenario.Flows;
import io.katran.benchmark.datapath.Scenario.Path;
import java.util.List;

/** All kinds of packet, in the order in which they are measured. */
final class Scenarios {
    /** Fewer than a program remembers in a second, so that none is above the limit. */
    private static final int NEW_FLOWS_AT_ONCE = 100_000;

    /** Our program answers so many echo requests after a pause. */
    private static final int ECHOES_AT_ONCE = 10_000;

    private static final int NO_BOUND = Integer.MAX_VALUE;

    private static final byte[] TCP4 = Frames.tcp(Fleet.VIP_V4, Fleet.PORT, Frames.ACK);
    private static final byte[] UDP4 = Frames.udp(Fleet.VIP_V4, Fleet.PORT);
    private static final byte[] TCP6 = Frames.tcp(Fleet.VIP_V6, Fleet.PORT, Frames.ACK);
    private static final byte[] SYN4 = Frames.tcp(Fleet.VIP_V4, Fleet.PORT, Frames.SYN);
    private static final byte[] SYN6 = Frames.tcp(Fleet.VIP_V6, Fleet.PORT, Frames.SYN);

    private static final Flows MANY4 = Flows.many(Frames.SOURCE_V4);
    private static final Flows MANY6 = Flows.many(Frames.SOURCE_V6);
    private static final Flows NEW4 = Flows.allNew(Frames.SOURCE_V4);
    private static final Flows NEW6 = Flows.allNew(Frames.SOURCE_V6);

    static final List<Scenario> ALL =
            List.of(
                    inTable("tcp4-1", "TCP v4 in table, 1 flow", 0.70, TCP4, Flows.ONE),
                    inTable("tcp4-64k", "TCP v4 in table, 65,536 flows", 0.45, TCP4, MANY4),
                    unbounded(
                            "tcp4-no-lru",
                            "TCP v4, no-lru VIP",
                            0.75,
                            Frames.tcp(Fleet.VIP_WITHOUT_TABLE, Fleet.PORT, Frames.ACK),
                            Flows.ONE,
                            Path.BY_RING),
                    inTable("udp4-1", "UDP v4 in table, 1 flow", 0.65, UDP4, Flows.ONE),
                    inTable("udp4-64k", "UDP v4 in table, 65,536 flows", 0.45, UDP4, MANY4),
                    inTable("tcp6-1", "TCP v6 in table, 1 flow", 0.75, TCP6, Flows.ONE),
                    inTable("tcp6-64k", "TCP v6 in table, 65,536 flows", 0.45, TCP6, MANY6),
                    inTable(
                            "tcp4-in-6",
                            "v4 VIP, v6 real",
                            0.75,
                            Frames.tcp(Fleet.VIP_TO_V6, Fleet.PORT, Frames.ACK),
                            Flows.ONE),
                    syn("syn4-same", "SYN, same flow", 0.45, SYN4, Flows.ONE),
                    syn("syn4-new", "SYN, new flows v4", 0.30, SYN4, NEW4),
                    syn("syn6-new", "SYN, new flows v6", 0.30, SYN6, NEW6),
                    new Scenario(
                            "syn4-limit",
                            "SYN above the new-flow limit",
                            0.80,
                            SYN4,
                            NEW4,
                            Path.ABOVE_LIMIT,
                            NewFlows.LIMIT_REACHED,
                            NO_BOUND),
                    new Scenario(
                            "echo4",
                            "ICMP echo v4",
                            1.0,
                            Frames.echoRequest(Fleet.VIP_V4),
                            Flows.ONE,
                            Path.ECHO,
                            NewFlows.NONE_SEEN,
                            ECHOES_AT_ONCE),
                    unbounded(
                            "not-vip",
                            "not a VIP",
                            0.75,
                            Frames.tcp(Fleet.NO_VIP, Fleet.PORT, Frames.ACK),
                            Flows.ONE,
                            Path.NOT_VIP),
                    unbounded(
                            "arp", "plain ARP", 0.75, Frames.arpRequest(), Flows.ONE, Path.NOT_IP));

    private Scenarios() {}

    private static Scenario inTable(
            String id, String title, double goal, byte[] frame, Flows flows) {
        return unbounded(id, title, goal, frame, flows, Path.IN_TABLE);
    }

    private static Scenario unbounded(
            String id, String title, double goal, byte[] frame, Flows flows, Path path) {
        return new Scenario(id, title, goal, frame, flows, path, NewFlows.NONE_SEEN, NO_BOUND);
    }

    private static Scenario syn(String id, String title, double goal, byte[] frame, Flows flows) {
        return new Scenario(
                id, title, goal, frame, flows, Path.BY_RING, NewFlows.NONE_SEEN, NEW_FLOWS_AT_ONCE);
    }
}
