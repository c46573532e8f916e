package io.katran.cli.ctl;

/**
 * How often the connection table knew the flow of a packet, in one interval.
 *
 * @param packets for all VIPs, a second
 * @param hitPercent of the packets, those whose flow was known
 * @param missPercent of the packets, those whose flow was not; the sum of the three below
 * @param synPercent of the packets, TCP SYNs of unknown flows
 * @param nonSynPercent of the packets, other TCP packets of unknown flows
 * @param udpPercent of the packets, UDP packets of unknown flows
 * @param fallback packets that had to use the fallback table, a second
 */
record FlowTableRate(
        long packets,
        double hitPercent,
        double missPercent,
        double synPercent,
        double nonSynPercent,
        double udpPercent,
        long fallback) {

    /**
     * The counters are read one after the other while packets pass, so parts may exceed the whole
     * by a little: percentages stay within 0..100.
     *
     * @param lru packets, and those of unknown flows
     * @param miss TCP SYNs, and other TCP packets, of unknown flows
     */
    static FlowTableRate of(Rate lru, Rate miss, Rate fallback) {
        long packets = lru.v1();
        long udp = Math.max(0, lru.v2() - miss.v1() - miss.v2());
        return new FlowTableRate(
                packets,
                percent(packets - lru.v2(), packets),
                percent(lru.v2(), packets),
                percent(miss.v1(), packets),
                percent(miss.v2(), packets),
                percent(udp, packets),
                fallback.v1());
    }

    private static double percent(long part, long whole) {
        return whole == 0 ? 0 : Math.max(0, Math.min(100, 100.0 * part / whole));
    }
}
