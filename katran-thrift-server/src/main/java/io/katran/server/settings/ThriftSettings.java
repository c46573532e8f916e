package io.katran.server.settings;

import io.katran.api.Ip4;
import io.katran.api.Ip6;
import io.katran.api.IpAddress;
import io.katran.api.SettingsReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The management interface.
 *
 * @param addresses at least one, each once
 * @param port 0: any that is free
 * @param maxFrameBytes longest request
 * @param maxConnections at a time
 * @param idleTimeout a connection that is silent for so long is closed
 */
public record ThriftSettings(
        List<IpAddress> addresses,
        int port,
        int maxFrameBytes,
        int maxConnections,
        Duration idleTimeout) {
    private static final Ip6 LOOPBACK_V6 = new Ip6(0, 1);
    private static final int LOOPBACK_V4_NET = 127;

    private enum Plaintext {
        LOOPBACK,
        ANY
    }

    private enum ClientAuth {
        REQUIRED,
        NONE
    }

    static ThriftSettings read(SettingsReader block) {
        ThriftSettings thrift =
                new ThriftSettings(
                        block.list("addresses", IpAddress::parse),
                        block.integer("port", 0, 65_535),
                        (int) block.bytes("max-frame", 1 << 10, 1 << 30),
                        block.integer("max-connections", 1, 65_535),
                        block.duration(
                                "idle-timeout", Duration.ofSeconds(1), Duration.ofHours(24)));
        Plaintext plaintext = block.choice("allow-plaintext", Plaintext.class);
        readTls(block.block("tls"));
        if (block.clean()) {
            thrift.checkAddresses(block, plaintext);
        }
        return thrift;
    }

    private static void readTls(SettingsReader tls) {
        if (tls.onOff("enabled")) {
            tls.problem("enabled", "on is not available in this version; only off is");
        }
        for (String file : List.of("certificate", "key", "ca")) {
            tls.optional(file, tls::text);
        }
        tls.choice("client-auth", ClientAuth.class);
    }

    private void checkAddresses(SettingsReader block, Plaintext plaintext) {
        if (addresses.isEmpty()) {
            block.problem("addresses", "is empty; at least one address is needed");
        }
        Optional<IpAddress> open = addresses.stream().filter(a -> !isLoopback(a)).findFirst();
        if (open.isPresent() && plaintext == Plaintext.LOOPBACK) {
            block.problem(
                    "addresses",
                    open.get()
                            + " is not a loopback, and without TLS whoever reaches it can change"
                            + " everything; allowed with allow-plaintext = any");
        }
    }

    private static boolean isLoopback(IpAddress address) {
        return address instanceof Ip4 v4
                ? v4.bits() >>> 24 == LOOPBACK_V4_NET
                : address.equals(LOOPBACK_V6);
    }
}
