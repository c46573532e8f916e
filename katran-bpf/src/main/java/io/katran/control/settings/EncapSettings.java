package io.katran.control.settings;

import io.katran.api.Ip4;
import io.katran.api.Ip6;
import io.katran.api.IpAddress;
import io.katran.api.SettingsReader;
import java.util.Optional;

/**
 * The outer header of packets to the reals.
 *
 * @param sourceV4Prefix first two bytes of an outer IPv4 source as a number, {@code 172.16} being
 *     {@code 0xac10}
 * @param sourceV6Prefix outer IPv6 source of which the first 96 bits count; the others are zero
 * @param ttl 1 to 255
 * @param copyTos whether the outer header takes over TOS or traffic class
 * @param gue how it looks with {@code mode = gue}; empty with {@code mode = ipip}
 */
public record EncapSettings(
        int sourceV4Prefix,
        Ip6 sourceV6Prefix,
        int ttl,
        boolean copyTos,
        Optional<GueSettings> gue) {
    private static final String V6_LENGTH = "/96";

    static EncapSettings read(SettingsReader block) {
        EncapMode mode = block.choice("mode", EncapMode.class);
        SettingsReader gueBlock = block.block("gue");
        GueSettings gue = GueSettings.read(gueBlock);
        boolean isGue = mode == EncapMode.GUE;
        if (isGue && gue.sourceV4().isEmpty() && gue.sourceV6().isEmpty()) {
            gueBlock.problem(
                    "source-v4",
                    "encap.mode = gue needs an outer source: source-v4 for IPv4 reals, source-v6 for"
                            + " IPv6 reals");
        }
        return new EncapSettings(
                block.parsed("source-v4-prefix", 0, EncapSettings::v4Prefix),
                block.parsed("source-v6-prefix", new Ip6(0, 0), EncapSettings::v6Prefix),
                block.integer("ttl", 1, 255),
                block.onOff("copy-tos"),
                isGue ? Optional.of(gue) : Optional.empty());
    }

    private static int v4Prefix(String text) {
        try {
            return ((Ip4) IpAddress.parse(text + ".0.0")).bits() >>> 16;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not the first two bytes of an IPv4 address, as 172.16", e);
        }
    }

    private static Ip6 v6Prefix(String text) {
        if (text.endsWith(V6_LENGTH)) {
            String literal = text.substring(0, text.length() - V6_LENGTH.length());
            if (IpAddress.parse(literal) instanceof Ip6 address && (int) address.low() == 0) {
                return address;
            }
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" is not an IPv6 prefix of 96 bits, as 100::/96");
    }
}
