package io.katran.control.settings;

import io.katran.api.SettingsReader;

/**
 * Sizes of tables.
 *
 * @param maxVips 1 to 65535
 * @param maxReals different addresses of reals, and one more: a number stands for none
 * @param maxEndpoints pairs of VIP and real
 * @param maxServerIds how many server ids there can be; unless they are wide, also the highest
 * @param maxFrame longest frame to a VIP that is balanced, with its Ethernet header
 */
public record LimitSettings(
        int maxVips, int maxReals, int maxEndpoints, int maxServerIds, int maxFrame) {

    static LimitSettings read(SettingsReader block) {
        LimitSettings limits =
                new LimitSettings(
                        block.integer("max-vips", 1, 65_535),
                        block.integer("max-reals", 2, 1_000_000),
                        block.integer("max-endpoints", 1, 16_777_216),
                        block.integer("max-server-ids", 1, 16_777_214),
                        block.integer("max-frame", 590, 16_384));
        if (block.clean() && limits.maxEndpoints < limits.maxReals) {
            block.problem(
                    "max-endpoints",
                    limits.maxEndpoints
                            + " is less than max-reals = "
                            + limits.maxReals
                            + " ("
                            + block.origin("max-reals")
                            + "); a real in use takes at least one");
        }
        return limits;
    }
}
