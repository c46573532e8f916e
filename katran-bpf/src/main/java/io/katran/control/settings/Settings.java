package io.katran.control.settings;

import com.typesafe.config.Config;
import io.katran.api.IpAddress;
import io.katran.api.MacAddress;
import io.katran.api.SettingsException;
import io.katran.api.SettingsReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The settings of the core, complete and valid.
 *
 * @param instance names the pin directory and the state file
 * @param interfaceName the interface whose packets are balanced; whether it exists is not checked
 * @param gatewayMac the next hop; empty if it is to be found out
 * @param drainDelay between withdrawing routes and stopping
 * @param stateDir where the journal is kept
 * @param vips those of the configuration file, in its order, without duplicates
 * @param serverIdRouting which server ids choose reals
 * @param serverIds reals by server id, in the order of the file
 * @param warnings what works, but probably not as its author thinks; each with {@code file:line}
 */
public record Settings(
        String instance,
        String interfaceName,
        XdpSettings xdp,
        Optional<MacAddress> gatewayMac,
        OnStop onStop,
        Duration drainDelay,
        Path stateDir,
        EncapSettings encap,
        LimitSettings limits,
        HashSettings hash,
        ConnectionTableSettings connectionTable,
        Scope scope,
        List<VipSettings> vips,
        ServerIdSettings serverIdRouting,
        Map<Integer, IpAddress> serverIds,
        List<String> warnings) {
    private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}");
    private static final Pattern INTERFACE = Pattern.compile("(?!\\.{1,2}$)[^\\s/:]{1,15}");

    /** Keys under {@code katran} that belong to the server. */
    private static final List<String> SERVER_KEYS = List.of("thrift", "admin", "plugins");

    public Settings {
        vips = List.copyOf(vips);
        serverIds = Collections.unmodifiableMap(new LinkedHashMap<>(serverIds));
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads a file, under system properties and over the documented defaults. The server's keys are
     * left alone.
     *
     * @throws SettingsException if the file cannot be read or anything in it is wrong
     */
    public static Settings load(Path file) {
        return readCoreOnly(SettingsFile.open(file, Settings.class.getClassLoader()));
    }

    /**
     * Reads a resolved configuration with the path {@code katran}, over the documented defaults.
     * The server's keys are left alone.
     *
     * @throws SettingsException if anything is wrong
     */
    public static Settings from(Config config) {
        return readCoreOnly(SettingsFile.of(config, Settings.class.getClassLoader()));
    }

    /**
     * As {@link #from}, for an application that embeds the balancer. VIPs of a file need the
     * server, with its discoveries and checks; an application adds its own.
     *
     * @throws SettingsException if anything is wrong, or there is a VIP
     */
    public static Settings embedded(Config config) {
        SettingsReader root = SettingsFile.of(config, Settings.class.getClassLoader());
        if (root.size("vips") > 0) {
            root.problem("vips", "only the server applies them; add VIPs with LoadBalancer.addVip");
        }
        return readCoreOnly(root);
    }

    private static Settings readCoreOnly(SettingsReader root) {
        root.ignore(SERVER_KEYS);
        Settings settings = read(root);
        root.finish();
        return settings;
    }

    /**
     * Reads the core's keys of {@code katran}. The caller reads its own from the same reader and
     * then ends it; until then the result must not be used.
     */
    public static Settings read(SettingsReader root) {
        LimitSettings limits = LimitSettings.read(root.block("limits"));
        ServerIdSettings serverIds = ServerIdSettings.read(root.block("features"));
        Availability.checkInstance(root);
        return new Settings(
                root.parsed("instance", "", Settings::instance),
                root.parsed("interface", "", Settings::interfaceName),
                XdpSettings.read(root.block("xdp")),
                gatewayMac(root),
                root.choice("on-stop", OnStop.class),
                root.duration("drain-delay", Duration.ZERO, Duration.ofMinutes(10)),
                root.parsed("state-dir", Path.of(""), Path::of),
                EncapSettings.read(root.block("encap")),
                limits,
                HashSettings.read(root.block("hash")),
                ConnectionTableSettings.read(root.block("connection-table")),
                root.choice("scope", Scope.class),
                new VipsReader(root, limits, serverIds).read(),
                serverIds,
                ServerIdsReader.read(root, limits, serverIds),
                root.warnings());
    }

    private static String instance(String text) {
        if (!INSTANCE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "\""
                            + text
                            + "\" is not 1 to 64 letters, digits, '_', '-' or '.', not starting with"
                            + " a dot");
        }
        return text;
    }

    private static String interfaceName(String text) {
        if (!INTERFACE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "\""
                            + text
                            + "\" cannot be the name of an interface (1 to 15 characters without"
                            + " spaces, '/' and ':')");
        }
        return text;
    }

    private static Optional<MacAddress> gatewayMac(SettingsReader root) {
        return root.parsed(
                "gateway-mac",
                Optional.empty(),
                text -> {
                    if (text.equals("auto")) {
                        Availability.checkGatewayMacAuto(root);
                        return Optional.empty();
                    }
                    MacAddress mac = MacAddress.parse(text);
                    if (mac.isUnusableAsGateway()) {
                        throw new IllegalArgumentException(
                                mac + " is zero or a group address, which no next hop has");
                    }
                    return Optional.of(mac);
                });
    }
}
