package io.katran.control.settings;

import io.katran.api.Ip4;
import io.katran.api.Ip6;
import io.katran.api.IpAddress;
import io.katran.api.SettingsReader;
import java.util.Optional;

/**
 * Outer headers of generic UDP encapsulation.
 *
 * @param port UDP port that reals listen on
 * @param sourceV4 outer source of packets to IPv4 reals; without it there are none
 * @param sourceV6 outer source of packets to IPv6 reals; without it there are none
 */
public record GueSettings(int port, Optional<Ip4> sourceV4, Optional<Ip6> sourceV6) {

    static GueSettings read(SettingsReader block) {
        return new GueSettings(
                block.integer("port", 1, 65_535),
                block.optional("source-v4", key -> block.parsed(key, new Ip4(0), GueSettings::v4)),
                block.optional(
                        "source-v6", key -> block.parsed(key, new Ip6(0, 0), GueSettings::v6)));
    }

    /** Why nothing can be sent to a real, and which setting mends it; empty if it can. */
    public Optional<String> objectionTo(IpAddress real) {
        if (real.isV6() ? sourceV6.isPresent() : sourceV4.isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                real
                        + " cannot be reached: with encap.mode = gue, packets to "
                        + (real.isV6() ? "IPv6" : "IPv4")
                        + " reals need the outer source katran.encap.gue."
                        + (real.isV6() ? "source-v6" : "source-v4"));
    }

    private static Ip4 v4(String text) {
        if (IpAddress.parse(text) instanceof Ip4 address && address.bits() != 0) {
            return address;
        }
        throw new IllegalArgumentException("\"" + text + "\" is not the IPv4 address of a host");
    }

    private static Ip6 v6(String text) {
        if (IpAddress.parse(text) instanceof Ip6 address
                && (address.high() != 0 || address.low() != 0)) {
            return address;
        }
        throw new IllegalArgumentException("\"" + text + "\" is not the IPv6 address of a host");
    }
}
