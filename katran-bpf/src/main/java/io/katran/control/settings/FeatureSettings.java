package io.katran.control.settings;

import io.katran.api.SettingsReader;

/**
 * What can be switched on and off.
 *
 * @param icmpTooBig whether packets that are too long for the way to their real are answered
 */
public record FeatureSettings(boolean icmpTooBig) {

    static FeatureSettings read(SettingsReader block) {
        return new FeatureSettings(block.onOff("icmp-too-big"));
    }
}
