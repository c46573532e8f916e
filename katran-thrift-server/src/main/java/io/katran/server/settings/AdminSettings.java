package io.katran.server.settings;

import io.katran.api.IpAddress;
import io.katran.api.SettingsReader;

/**
 * Where metrics, health and status are served.
 *
 * @param port 0: any that is free
 */
public record AdminSettings(IpAddress address, int port) {

    static AdminSettings read(SettingsReader block) {
        return new AdminSettings(block.address("address"), block.integer("port", 0, 65_535));
    }
}
