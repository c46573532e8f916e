package io.katran.control.settings;

import io.katran.api.SettingsReader;
import java.time.Duration;

/**
 * What is remembered of flows.
 *
 * @param entries flows over all CPUs
 * @param udpTimeout a UDP flow that is idle for longer is placed anew
 * @param newFlowsPerCore flows that one CPU remembers in a second, an unsigned 32-bit number
 */
public record ConnectionTableSettings(int entries, Duration udpTimeout, int newFlowsPerCore) {

    static ConnectionTableSettings read(SettingsReader block) {
        return new ConnectionTableSettings(
                block.integer("entries", 1_000, 1_000_000_000),
                block.duration("udp-timeout", Duration.ofSeconds(1), Duration.ofHours(1)),
                (int) block.number("new-flows-per-core", 1, 0xffff_ffffL));
    }
}
