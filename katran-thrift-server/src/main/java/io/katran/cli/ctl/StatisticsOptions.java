package io.katran.cli.ctl;

import java.time.Duration;
import picocli.CommandLine.Option;

/** The options that say which statistics, and when. */
final class StatisticsOptions {
    @Option(
            names = {"-sum", "--sum"},
            description = "All VIPs together.")
    private boolean sum;

    @Option(
            names = {"-lru", "--lru"},
            description =
                    "The connection table. All percentages are of the packets for all VIPs, and"
                            + " those of syn, non-syn and udp add up to the misses.")
    private boolean lru;

    @Option(
            names = {"-icmp", "--icmp"},
            description = "\"Packet too big\" messages.")
    private boolean icmp;

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            defaultValue = "1",
            converter = Converters.ToInterval.class,
            description = "Seconds between two lines, also 0.5; 1 by default.")
    Duration interval = Duration.ofSeconds(1);

    @Option(
            names = "--count",
            paramLabel = "N",
            converter = Converters.ToCount.class,
            description = "Ends after so many lines (with -s alone: lines for each VIP).")
    long count = Long.MAX_VALUE;

    /** The historic clients' order of precedence. */
    StatisticsStep.View view() {
        if (sum) {
            return StatisticsStep.View.SUM;
        }
        if (lru) {
            return StatisticsStep.View.FLOW_TABLE;
        }
        return icmp ? StatisticsStep.View.TOO_BIG : StatisticsStep.View.PER_VIP;
    }
}
