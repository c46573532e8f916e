package io.katran.dataplane.bpf;

import io.katran.api.Ip4;
import io.katran.api.Ip6;
import io.katran.api.IpAddress;
import io.katran.control.settings.GueSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A small instance with the defaults of the product, of the reference's scope. */
final class TestSettings {
    private static final GueSettings GUE =
            new GueSettings(
                    6080,
                    Optional.of((Ip4) IpAddress.parse("192.0.2.10")),
                    Optional.of((Ip6) IpAddress.parse("2001:db8:ffff::10")));

    private TestSettings() {}

    static BpfSettings small() {
        return withFeatures("default");
    }

    /** As a build of the reference has it. */
    static BpfSettings withFeatures(String featureSet) {
        return of(featureSet, true, 1514, 1514);
    }

    static BpfSettings of(String featureSet, boolean scopeHost, int frameToV4, int frameToV6) {
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
                scopeHost,
                new EncapSettings(
                        64,
                        true,
                        0xac10,
                        sourceV6Prefix(),
                        featureSet.equals("gue") ? Optional.of(GUE) : Optional.empty()),
                new TooBigSettings(featureSet.equals("icmp"), frameToV4, frameToV6));
    }

    private static byte[] sourceV6Prefix() {
        byte[] prefix = new byte[12];
        prefix[0] = 1;
        return prefix;
    }
}
