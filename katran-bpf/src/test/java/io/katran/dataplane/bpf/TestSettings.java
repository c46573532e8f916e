package io.katran.dataplane.bpf;

import io.katran.control.settings.ServerIdSettings;
import java.time.Duration;
import java.util.List;

/** A small instance with the defaults of the product, of the reference's scope. */
final class TestSettings {
    private TestSettings() {}

    static BpfSettings small() {
        return routingBy(new ServerIdSettings(false, false, false));
    }

    static BpfSettings routingBy(ServerIdSettings serverIds) {
        return new BpfSettings(
                512,
                16,
                8192,
                65537,
                33554944,
                512,
                1514,
                100_000,
                Duration.ofSeconds(30),
                125_000,
                List.of(0, 1),
                List.of(),
                true,
                new EncapSettings(64, true, 0xac10, sourceV6Prefix()),
                1 << 20,
                serverIds);
    }

    private static byte[] sourceV6Prefix() {
        byte[] prefix = new byte[12];
        prefix[0] = 1;
        return prefix;
    }
}
