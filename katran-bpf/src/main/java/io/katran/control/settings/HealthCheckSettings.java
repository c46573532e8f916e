package io.katran.control.settings;

import com.typesafe.config.Config;
import io.katran.api.SettingsReader;
import io.katran.api.VipKey;
import java.time.Duration;
import java.util.Optional;

/**
 * How the reals of a VIP are checked.
 *
 * @param type the name of a check that a plugin offers
 * @param port where to check, 1 to 65535; empty: the port of the VIP
 * @param interval from one check of a real to the next
 * @param timeout what one check may take, at most the interval
 * @param rise successes in a row that bring a real back, at least 1
 * @param fall failures in a row that take a real out, at least 1
 * @param settings the other keys, which the plugin checks; origins are kept
 * @param origin {@code file:line} of the type
 */
public record HealthCheckSettings(
        String type,
        Optional<Integer> port,
        Duration interval,
        Duration timeout,
        int rise,
        int fall,
        Config settings,
        String origin) {
    private static final Duration MAX = Duration.ofHours(1);

    static HealthCheckSettings read(SettingsReader block, VipKey vip) {
        String type = block.text("type");
        Optional<Integer> port = block.optional("port", key -> block.integer(key, 1, 65_535));
        if (port.isEmpty() && vip.port() == 0) {
            block.problem(
                    "port", "is missing: " + vip + " is for all ports; say which one to check");
        }
        Duration interval = block.duration("interval", Duration.ofMillis(100), MAX);
        Duration timeout = block.duration("timeout", Duration.ofMillis(10), MAX);
        int rise = block.integer("rise", 1, 100);
        int fall = block.integer("fall", 1, 100);
        Availability.checkHealthCheck(block);
        if (block.clean() && timeout.compareTo(interval) > 0) {
            block.problem(
                    "timeout",
                    timeout.toMillis()
                            + "ms is longer than the interval of "
                            + interval.toMillis()
                            + "ms ("
                            + block.origin("interval")
                            + "); a check must end before the next one starts");
        }
        return new HealthCheckSettings(
                type, port, interval, timeout, rise, fall, block.remaining(), block.origin("type"));
    }
}
