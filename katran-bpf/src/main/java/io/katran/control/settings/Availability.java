package io.katran.control.settings;

import io.katran.api.IpAddress;
import io.katran.api.SettingsReader;
import io.katran.api.VipFlag;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The settings whose machinery this version does not have.
 *
 * <p>Their names are known and their defaults accepted, so that files keep working; anything else
 * is refused, because a setting that is accepted and does nothing is worse than one that is
 * refused. When a feature comes, its lines leave this class and its section reads it.
 */
final class Availability {
    private static final String ABSENT = "is not available in this version";

    private static final List<String> FEATURES =
            List.of(
                    "fragments",
                    "source-routing",
                    "cidr-vips",
                    "global-table",
                    "local-delivery",
                    "sampling",
                    "flow-debug");

    private static final List<String> INLINE_DECAP = List.of("ipip", "gue", "strict-destination");

    private static final List<String> OBJECTS =
            List.of("source-routes", "decap-destinations", "down-reals", "health-check-marks");

    private static final Map<VipFlag, String> INERT_FLAGS =
            new EnumMap<>(
                    Map.of(
                            VipFlag.SRC_ROUTING, "features.source-routing",
                            VipFlag.LOCAL, "features.local-delivery",
                            VipFlag.GLOBAL_LRU, "features.global-table",
                            VipFlag.UDP_FLOW_MIGRATION, "down-reals"));

    private Availability() {}

    /** Reads and judges what is missing at the level of the instance. */
    static void checkInstance(SettingsReader root) {
        checkChain(root.block("xdp").block("chain"));
        checkEncap(root.block("encap"));
        checkLimits(root.block("limits"));
        checkConnectionTable(root.block("connection-table"));
        checkFeatures(root.block("features"));
        for (String key : OBJECTS) {
            empty(root, key);
        }
        SettingsReader health = root.block("health-check");
        only(health, "source", "data", "fixed");
        only(health, "mark-range", "0x4b4c0000/16");
    }

    private static void checkChain(SettingsReader chain) {
        off(chain, "enabled");
        chain.text("pinned-map");
        chain.integer("position", 0, 31);
    }

    private static void checkEncap(SettingsReader encap) {
        only(encap, "mode", "ipip", "gue");
        SettingsReader gue = encap.block("gue");
        gue.integer("port", 1, 65_535);
        gue.optional("source-v4", gue::address);
        gue.optional("source-v6", gue::address);
    }

    private static void checkLimits(SettingsReader limits) {
        limits.integer("max-cidr-vips", 1, 65_535);
        limits.integer("max-source-routes", 1, 16_000_000);
        limits.integer("max-decap-destinations", 1, 65_535);
    }

    private static void checkConnectionTable(SettingsReader table) {
        only(table, "kind", "kernel-lru", "own");
        choice(table, "keys", "compact", "full");
    }

    private static void checkFeatures(SettingsReader features) {
        if (features.onOff("icmp-too-big") && features.isGiven("icmp-too-big")) {
            features.warning("icmp-too-big", "on " + ABSENT + " and stays off");
        }
        for (String key : FEATURES) {
            off(features, key);
        }
        SettingsReader decap = features.block("inline-decap");
        for (String key : INLINE_DECAP) {
            off(decap, key);
        }
    }

    /** Reads and judges what is missing of one VIP. */
    static void checkVip(SettingsReader vip) {
        SettingsReader announce = vip.block("announce");
        off(announce, "enabled");
        announce.integer("min-healthy", 0, 1_000_000);
        announce.number("med", 0, 0xffff_ffffL);
        announce.list("communities", text -> text);
        SettingsReader safety = vip.block("safety");
        only(safety, "panic-threshold", "off");
        only(safety, "max-removed", "off");
        only(safety, "slow-start", "off");
        off(safety, "flap-damping");
    }

    /** Reads and judges what is missing of a VIP's health check. */
    static void checkHealthCheck(SettingsReader healthCheck) {
        only(healthCheck, "via", "direct", "tunnel");
    }

    /** Warns about flags that do nothing. */
    static void checkFlags(SettingsReader vip, List<VipFlag> flags) {
        for (VipFlag flag : flags) {
            String needed = INERT_FLAGS.get(flag);
            if (needed != null) {
                vip.warning("flags", flag.configName() + " does nothing: " + needed + " " + ABSENT);
            }
        }
    }

    /** Warns about reals that are this host, which are treated as any other. */
    static void checkLocalReal(SettingsReader vip, IpAddress real) {
        vip.warning(
                "reals",
                "flag local of " + real + " does nothing: features.local-delivery " + ABSENT);
    }

    /** Says that nobody looks for the next hop. */
    static void checkGatewayMacAuto(SettingsReader root) {
        root.warning(
                "gateway-mac",
                "auto "
                        + ABSENT
                        + ": nothing is forwarded until the next hop's address is set here"
                        + " (`ip neigh` shows it) or by the management interface");
    }

    /** Refuses a VIP that is a prefix. */
    static IllegalArgumentException prefixVip(String text) {
        return new IllegalArgumentException(
                "\"" + text + "\" is a prefix: it needs features.cidr-vips, which " + ABSENT);
    }

    private static void off(SettingsReader block, String key) {
        if (block.onOff(key)) {
            block.problem(key, "on " + ABSENT + "; only off is");
        }
    }

    /** The first value works; the others are known and do not; without others, all do not. */
    private static void only(SettingsReader block, String key, String works, String... known) {
        block.parsed(
                key,
                works,
                text -> {
                    if (text.equals(works)) {
                        return text;
                    }
                    if (known.length > 0 && !List.of(known).contains(text)) {
                        throw notOneOf(text, works, known);
                    }
                    throw new IllegalArgumentException(
                            text + " " + ABSENT + "; only " + works + " is");
                });
    }

    private static void choice(SettingsReader block, String key, String first, String... others) {
        block.parsed(
                key,
                first,
                text -> {
                    if (!text.equals(first) && !List.of(others).contains(text)) {
                        throw notOneOf(text, first, others);
                    }
                    return text;
                });
    }

    private static IllegalArgumentException notOneOf(String text, String first, String... others) {
        return new IllegalArgumentException(
                "\"" + text + "\" is not one of " + first + ", " + String.join(", ", others));
    }

    private static void empty(SettingsReader block, String key) {
        if (block.size(key) > 0) {
            block.problem(key, ABSENT + "; only [] is");
        }
    }
}
