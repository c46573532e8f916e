package io.katran.control;

import io.katran.api.HashFunction;
import io.katran.api.VipKey;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns, once each, of what is accepted and does not do what it seems to. One thread. */
final class Advice {
    private static final Logger log = LoggerFactory.getLogger(Advice.class);

    private final Set<VipKey> unequalWeights = new HashSet<>();
    private final Set<VipKey> unknownFlags = new HashSet<>();
    private Map<VipKey, DesiredVip> seen = Map.of();

    void inspect(DesiredState desired) {
        unequalWeights.retainAll(desired.vips().keySet());
        unknownFlags.retainAll(desired.vips().keySet());
        for (DesiredVip vip : desired.vips().values()) {
            if (seen.get(vip.key()) != vip) {
                inspect(vip);
            }
        }
        seen = desired.vips();
    }

    private void inspect(DesiredVip vip) {
        if (hasIneffectiveWeights(vip) && unequalWeights.add(vip.key())) {
            log.warn(
                    "VIP {} has unequal weights, which hash maglev all but ignores; set hash ="
                            + " maglev-v2 for shares in proportion to the weights",
                    vip.key());
        }
        if (vip.flags().unknownBits() != 0 && unknownFlags.add(vip.key())) {
            log.warn(
                    "VIP {} has flag bits without a meaning, 0x{}: they are kept and change"
                            + " nothing",
                    vip.key(),
                    Integer.toHexString(vip.flags().unknownBits()));
        }
    }

    /** The weights of a configuration file are warned of by its reader, which knows the line. */
    private static boolean hasIneffectiveWeights(DesiredVip vip) {
        return vip.source() != RealSource.STATIC
                && vip.hash() == HashFunction.MAGLEV
                && vip.weights().values().stream().filter(w -> w != 0).distinct().count() > 1;
    }
}
