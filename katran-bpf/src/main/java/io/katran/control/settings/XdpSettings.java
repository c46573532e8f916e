package io.katran.control.settings;

import io.katran.api.SettingsReader;

/** How the packet program is attached. */
public record XdpSettings(XdpMode mode) {

    static XdpSettings read(SettingsReader block) {
        return new XdpSettings(block.choice("mode", XdpMode.class));
    }
}
