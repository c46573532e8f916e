package io.katran.control.settings;

import com.typesafe.config.Config;
import io.katran.api.SettingsReader;

/**
 * Where the reals of a VIP come from.
 *
 * @param type the name of a discovery that a plugin offers
 * @param settings the other keys, which the plugin checks; origins are kept
 * @param origin {@code file:line} of the type
 */
public record DiscoverySettings(String type, Config settings, String origin) {

    static DiscoverySettings read(SettingsReader block) {
        String type = block.text("type");
        return new DiscoverySettings(type, block.remaining(), block.origin("type"));
    }
}
