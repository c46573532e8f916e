package io.katran.control.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.katran.api.HashFunction;
import io.katran.api.Ip4;
import io.katran.api.IpAddress;
import io.katran.api.Protocol;
import io.katran.api.Real;
import io.katran.api.SettingsReader;
import io.katran.api.Vip;
import io.katran.api.VipFlag;
import io.katran.api.VipFlags;
import io.katran.api.VipKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code katran.vips}. */
final class VipsReader {
    private static final Config DEFAULTS =
            ConfigFactory.parseResources(VipsReader.class.getClassLoader(), "vip-reference.conf");

    private final SettingsReader root;
    private final LimitSettings limits;
    private final ServerIdSettings serverIds;

    VipsReader(SettingsReader root, LimitSettings limits, ServerIdSettings serverIds) {
        this.root = root;
        this.limits = limits;
        this.serverIds = serverIds;
    }

    List<VipSettings> read() {
        List<VipSettings> vips = new ArrayList<>();
        Map<VipKey, String> places = new HashMap<>();
        for (SettingsReader block : root.blocks("vips", DEFAULTS)) {
            VipSettings vip = vip(block);
            if (!block.clean()) {
                continue;
            }
            String first = places.putIfAbsent(vip.vip().key(), vip.origin());
            if (first == null) {
                vips.add(vip);
            } else {
                block.problem("address", vip.vip().key() + " is defined twice, first at " + first);
            }
        }
        checkLimits(vips);
        return List.copyOf(vips);
    }

    private VipSettings vip(SettingsReader block) {
        VipKey key =
                new VipKey(
                        block.parsed("address", new Ip4(0), VipsReader::address),
                        block.integer("port", 0, 65_535),
                        block.choice("protocol", Protocol.class));
        List<VipFlag> flags = block.choices("flags", VipFlag.class);
        Availability.checkFlags(block, flags);
        serverIds.check(block, flags);
        HashFunction hash = block.choice("hash", HashFunction.class);
        List<Real> reals = block.reals("reals");
        Optional<DiscoverySettings> discovery =
                block.optionalBlock("discovery").map(DiscoverySettings::read);
        Optional<HealthCheckSettings> healthCheck =
                block.optionalBlock("health-check")
                        .map(check -> HealthCheckSettings.read(check, key));
        Availability.checkVip(block);
        if (block.clean()) {
            checkReals(block, key, reals);
            checkSource(block, reals, discovery.isPresent());
            warnOfWeights(block, hash, reals);
        }
        Vip vip = new Vip(key, VipFlags.of(flags), hash, reals);
        return new VipSettings(vip, discovery, healthCheck, block.origin());
    }

    private static IpAddress address(String text) {
        if (text.indexOf('/') >= 0) {
            throw Availability.prefixVip(text);
        }
        return IpAddress.parse(text);
    }

    private static void checkReals(SettingsReader block, VipKey key, List<Real> reals) {
        for (Real real : reals) {
            if (key.address().isV6() && !real.address().isV6()) {
                block.problem(
                        "reals",
                        "an IPv6 VIP cannot have the IPv4 real "
                                + real.address()
                                + "; only IPv6 reals");
            }
            if (real.flags().isLocal()) {
                Availability.checkLocalReal(block, real.address());
            }
        }
    }

    private static void checkSource(SettingsReader block, List<Real> reals, boolean discovered) {
        if (discovered && !reals.isEmpty()) {
            block.problem(
                    "reals",
                    "given together with discovery ("
                            + block.origin("discovery")
                            + "); the reals come from one of the two");
        }
        if (!discovered && reals.isEmpty()) {
            block.warning("reals", "neither reals nor discovery: all packets are dropped");
        }
    }

    /** Weight 0 is no share but a drain, so it makes nothing unequal. */
    private static void warnOfWeights(SettingsReader block, HashFunction hash, List<Real> reals) {
        long different =
                reals.stream().mapToInt(Real::weight).filter(w -> w > 0).distinct().count();
        if (hash == HashFunction.MAGLEV && different > 1) {
            block.warning(
                    "hash",
                    "unequal weights have next to no effect under maglev; maglev-v2 follows them");
        }
    }

    private void checkLimits(List<VipSettings> vips) {
        if (!root.clean()) {
            return;
        }
        List<Real> reals = vips.stream().flatMap(vip -> vip.vip().reals().stream()).toList();
        checkLimit("max-vips", limits.maxVips(), vips.size(), "VIPs");
        checkLimit("max-endpoints", limits.maxEndpoints(), reals.size(), "pairs of VIP and real");
        long addresses = reals.stream().map(Real::address).distinct().count();
        checkLimit("max-reals", limits.maxReals(), addresses + 1, "addresses of reals and none");
    }

    private void checkLimit(String key, int limit, long count, String what) {
        if (count > limit) {
            root.problem(
                    "vips",
                    count
                            + " "
                            + what
                            + " are more than limits."
                            + key
                            + " = "
                            + limit
                            + " ("
                            + root.block("limits").origin(key)
                            + ")");
        }
    }
}
