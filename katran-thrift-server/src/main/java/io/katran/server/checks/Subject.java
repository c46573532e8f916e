package io.katran.server.checks;

import io.katran.api.MacAddress;
import io.katran.control.settings.Settings;
import io.katran.control.settings.XdpMode;
import java.util.Optional;

/** What a configuration asks of the host. */
public record Subject(String interfaceName, XdpMode mode, Optional<MacAddress> gatewayMac) {
    /** What these settings ask for. */
    public static Subject of(Settings settings) {
        return new Subject(settings.interfaceName(), settings.xdp().mode(), settings.gatewayMac());
    }
}
