package io.katran.cli.ctl;

import io.katran.api.RealFlags;
import io.katran.api.VipFlag;
import io.katran.api.VipFlags;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Names of flags: those of the historic clients, and those of configuration files. */
final class FlagNames {
    /** Where the historic name is not ours in capitals. */
    private static final Map<VipFlag, String> HISTORIC =
            new EnumMap<>(
                    Map.of(
                            VipFlag.NO_SRC_PORT, "NO_SPORT",
                            VipFlag.QUIC, "QUIC_VIP",
                            VipFlag.LOCAL, "LOCAL_VIP"));

    private static final String HISTORIC_LOCAL_REAL = "LOCAL_REAL";
    private static final String LOCAL_REAL = "local";

    private FlagNames() {}

    /**
     * The flag of a name of either kind, in any case; the historic clients' default, an empty name,
     * is no flag.
     *
     * @throws IllegalArgumentException for any other name; the message lists the known ones
     */
    static VipFlags vipFlags(String name) {
        if (name.isEmpty()) {
            return VipFlags.NONE;
        }
        return Arrays.stream(VipFlag.values())
                .filter(flag -> isNameOf(name, flag))
                .findAny()
                .map(VipFlags::of)
                .orElseThrow(() -> unrecognized(name, knownVipFlags()));
    }

    private static boolean isNameOf(String name, VipFlag flag) {
        return name.equalsIgnoreCase(historic(flag)) || name.equalsIgnoreCase(flag.configName());
    }

    private static String historic(VipFlag flag) {
        return HISTORIC.getOrDefault(flag, flag.name());
    }

    private static String knownVipFlags() {
        return Arrays.stream(VipFlag.values())
                .map(flag -> historic(flag) + " or " + flag.configName())
                .collect(Collectors.joining(", "));
    }

    /** As {@link #vipFlags}, for the flag of a real. */
    static RealFlags realFlags(String name) {
        if (name.isEmpty()) {
            return RealFlags.NONE;
        }
        if (name.equalsIgnoreCase(HISTORIC_LOCAL_REAL) || name.equalsIgnoreCase(LOCAL_REAL)) {
            return RealFlags.LOCAL;
        }
        throw unrecognized(name, HISTORIC_LOCAL_REAL + " or " + LOCAL_REAL);
    }

    /** As the historic clients show flags: each name with a space on both sides. */
    static String historicText(VipFlags flags) {
        return flags.known().stream()
                .map(flag -> " " + historic(flag) + " ")
                .collect(Collectors.joining());
    }

    /** As the historic clients show flags of a real. */
    static String historicText(RealFlags flags) {
        return flags.isLocal() ? " " + HISTORIC_LOCAL_REAL + " " : "";
    }

    /** Names of configuration files. */
    static List<String> configNames(VipFlags flags) {
        return flags.known().stream().map(VipFlag::configName).toList();
    }

    /** Names of configuration files. */
    static List<String> configNames(RealFlags flags) {
        return flags.isLocal() ? List.of(LOCAL_REAL) : List.of();
    }

    private static IllegalArgumentException unrecognized(String name, String known) {
        return new IllegalArgumentException(
                "unrecognized flag: "
                        + name.toUpperCase(Locale.ROOT).replaceAll("[^ -~]", "?")
                        + " (known: "
                        + known
                        + ")");
    }
}
