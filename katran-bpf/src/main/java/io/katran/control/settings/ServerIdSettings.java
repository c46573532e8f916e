package io.katran.control.settings;

import io.katran.api.SettingsReader;
import io.katran.api.VipFlag;
import java.util.Collection;

/**
 * Which server ids choose reals. Those in QUIC connection ids always do, on VIPs with the flag
 * {@code quic}.
 *
 * @param tcpOption whether TCP packets to any VIP are routed by a server id among their options
 * @param udpStable whether VIPs with the flag {@code udp-stable-routing} route by server id
 * @param wide whether ids can have 31 bits
 */
public record ServerIdSettings(boolean tcpOption, boolean udpStable, boolean wide) {

    static ServerIdSettings read(SettingsReader features) {
        return new ServerIdSettings(
                features.onOff("tcp-server-id"),
                features.onOff("udp-stable-routing"),
                features.onOff("server-id-v3"));
    }

    /** Warns about a flag whose feature is off. */
    void check(SettingsReader vip, Collection<VipFlag> flags) {
        if (flags.contains(VipFlag.UDP_STABLE_ROUTING) && !udpStable) {
            vip.warning(
                    "flags",
                    VipFlag.UDP_STABLE_ROUTING.configName()
                            + " does nothing: features.udp-stable-routing is off");
        }
    }
}
