package io.katran.control;

import io.katran.api.ErrorCode;
import io.katran.api.KatranException;

/**
 * How much a balancer can hold.
 *
 * @param vips {@code katran.limits.max-vips}
 * @param maxReals {@code katran.limits.max-reals}, one more than there can be, since 0 is none
 * @param maxEndpoints {@code katran.limits.max-endpoints}, likewise
 * @param serverIds {@code katran.limits.max-server-ids}
 * @param highestServerId the same, unless {@code katran.features.server-id-v3} is on
 */
record Limits(int vips, int maxReals, int maxEndpoints, int serverIds, int highestServerId) {

    /** Positions in a ring are 16 bits wide, and the highest value says "nobody". */
    static final int REALS_PER_VIP = Dataplane.NONE;

    void checkVips(int wanted) {
        if (wanted > vips) {
            throw tooManyVips();
        }
    }

    void checkServerIds(int wanted) {
        if (wanted > serverIds) {
            throw new KatranException(
                    ErrorCode.TOO_MANY_SERVER_IDS,
                    "there would be "
                            + wanted
                            + " server ids; raise katran.limits.max-server-ids ("
                            + serverIds
                            + ")");
        }
    }

    void checkServerId(int id) {
        if (id < 1 || id > highestServerId) {
            String source =
                    highestServerId == serverIds
                            ? "katran.limits.max-server-ids"
                            : "31 bits, as katran.features.server-id-v3 has it";
            throw new KatranException(
                    ErrorCode.INVALID_ARGUMENT,
                    "server id " + id + " is not in 1.." + highestServerId + " (" + source + ")");
        }
    }

    void checkReals(int wanted) {
        if (wanted > maxReals - 1) {
            throw tooManyReals();
        }
    }

    void checkRealsOf(DesiredVip vip) {
        if (vip.weights().size() > REALS_PER_VIP) {
            throw new KatranException(
                    ErrorCode.TOO_MANY_ENDPOINTS,
                    vip.key()
                            + " would have "
                            + vip.weights().size()
                            + " reals; a VIP can have "
                            + REALS_PER_VIP
                            + "; spread them over several VIPs");
        }
    }

    KatranException tooManyVips() {
        return new KatranException(
                ErrorCode.TOO_MANY_VIPS,
                "there are " + vips + " VIPs already; raise katran.limits.max-vips (" + vips + ")");
    }

    KatranException tooManyReals() {
        return new KatranException(
                ErrorCode.TOO_MANY_REALS,
                "no number is free for another real: "
                        + (maxReals - 1)
                        + " are in use; raise katran.limits.max-reals ("
                        + maxReals
                        + ")");
    }

    KatranException tooManyEndpoints(Object vip, int reals) {
        return new KatranException(
                ErrorCode.TOO_MANY_ENDPOINTS,
                "no room for the "
                        + reals
                        + " reals of "
                        + vip
                        + " among the endpoints of all VIPs; raise katran.limits.max-endpoints ("
                        + maxEndpoints
                        + ")");
    }
}
