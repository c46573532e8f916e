package io.katran.dataplane.bpf;

import java.time.Duration;
import java.util.List;

/** A small instance with the defaults of the product, of the reference's scope. */
final class TestSettings {
    private TestSettings() {}

    static BpfSettings small() {
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
                new EncapSettings(64, true, 0xac10, sourceV6Prefix()));
    }

    private static byte[] sourceV6Prefix() {
        byte[] prefix = new byte[12];
        prefix[0] = 1;
        return prefix;
    }
}
