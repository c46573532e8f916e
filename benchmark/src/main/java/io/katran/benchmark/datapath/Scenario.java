package io.katran.benchmark.datapath;

import java.util.Map;

/**
 * One kind of packet.
 *
 * @param id for the command line and for programs
 * @param title for people
 * @param goal what share of the reference's time the balancer may take
 * @param flows how packets differ from pass to pass
 * @param path what has to become of them
 * @param newFlows what the limit of new flows is to know before each batch
 * @param batch most passes in one go, before a limit of the program has to be set again
 */
record Scenario(
        String id,
        String title,
        double goal,
        byte[] frame,
        Flows flows,
        Path path,
        NewFlows newFlows,
        int batch) {

    /** A table of the usual size holds all flows of this many, and none of {@link #ALL_NEW}. */
    static final int MANY = 65_536;

    private static final int ALL_NEW = -1;

    /**
     * @param at offset of the four bytes that differ
     * @param mask which of their low-order bits differ
     */
    record Flows(int at, int mask) {
        static final Flows ONE = new Flows(0, 0);

        static Flows many(int at) {
            return new Flows(at, MANY - 1);
        }

        static Flows allNew(int at) {
            return new Flows(at, ALL_NEW);
        }

        /** Whether no flow comes twice. */
        boolean areAllNew() {
            return mask == ALL_NEW;
        }

        /** How many there are, if they come again. */
        int count() {
            return mask + 1;
        }
    }

    /**
     * The way through the program, checked after each batch: a figure of the wrong way is worse
     * than none.
     *
     * @param verdict what the program returns
     * @param exit our name of the exit by which all packets leave
     * @param ring whether the ring names the real of all packets, or of none
     * @param limited whether the limit of new flows keeps all packets out of the table, or none
     */
    record Path(Verdict verdict, String exit, boolean ring, boolean limited) {
        static final Path IN_TABLE = new Path(Verdict.TX, "tx.vip", false, false);
        static final Path BY_RING = new Path(Verdict.TX, "tx.vip", true, false);
        static final Path ABOVE_LIMIT = new Path(Verdict.TX, "tx.vip", true, true);
        static final Path ECHO = new Path(Verdict.TX, "tx.echo", false, false);
        static final Path NOT_VIP = new Path(Verdict.PASS, "pass.not-vip", false, false);
        static final Path NOT_IP = new Path(Verdict.PASS, "pass.not-ip", false, false);

        /** How far counters move in so many passes; those a program lacks are not compared. */
        Map<String, Long> counters(long passes) {
            return Map.of(
                    exit,
                    passes,
                    "ring-pick",
                    ring ? passes : 0,
                    "flow-limit",
                    limited ? passes : 0,
                    "flow-insert-failed",
                    0L);
        }
    }

    /** What an XDP program returns. */
    enum Verdict {
        ABORTED,
        DROP,
        PASS,
        TX,
        REDIRECT;

        static String nameOf(int number) {
            return number >= 0 && number < values().length
                    ? values()[number].name()
                    : "number " + number;
        }
    }
}
