package io.katran.api;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads lists of reals, which have one form wherever they are written. */
final class RealsReader {
    private static final Config DEFAULTS =
            ConfigFactory.parseMap(Map.of("weight", 1, "flags", List.of()), "defaults of a real");

    private enum Flag {
        LOCAL
    }

    private RealsReader() {}

    static List<Real> read(SettingsReader parent, String key) {
        List<Real> reals = new ArrayList<>();
        Map<IpAddress, String> places = new LinkedHashMap<>();
        for (SettingsReader block : parent.blocks(key, DEFAULTS)) {
            Real real = real(block);
            if (!block.clean()) {
                continue;
            }
            String first = places.putIfAbsent(real.address(), block.origin());
            if (first == null) {
                reals.add(real);
            } else {
                block.problem("address", real.address() + " is listed twice, first at " + first);
            }
        }
        return List.copyOf(reals);
    }

    private static Real real(SettingsReader block) {
        IpAddress address = block.address("address");
        int weight = block.integer("weight", 0, Real.MAX_WEIGHT);
        boolean local = block.choices("flags", Flag.class).contains(Flag.LOCAL);
        return new Real(address, weight, local ? RealFlags.LOCAL : RealFlags.NONE);
    }
}
