package io.katran.examples;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.katran.api.HashFunction;
import io.katran.api.LoadBalancer;
import io.katran.api.LoadBalancers;
import io.katran.api.Real;
import io.katran.api.Vip;
import io.katran.api.VipKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Balances one VIP on one interface for a minute and prints what each real got.
 *
 * <p>Usage: {@code EmbeddedBalancer INTERFACE GATEWAY-MAC VIP REAL=WEIGHT...}, for example {@code eth0
 * 02:00:00:00:00:01 10.200.1.1:80/tcp 10.0.0.1=1 10.0.0.2=3}
 */
public final class EmbeddedBalancer {
    private static final Duration RUN = Duration.ofSeconds(Integer.getInteger("seconds", 60));

    public static void main(String[] args) throws InterruptedException {
        Config config =
                ConfigFactory.parseMap(
                        Map.of(
                                "katran.interface", args[0],
                                "katran.gateway-mac", args[1],
                                "katran.instance", "embedded",
                                "katran.on-stop", "detach"));
        Vip.Builder vip = Vip.builder(VipKey.parse(args[2])).hash(HashFunction.MAGLEV_V2);
        for (int i = 3; i < args.length; i++) {
            String[] real = args[i].split("=");
            vip.real(Real.of(real[0], Integer.parseInt(real[1])));
        }
        try (LoadBalancer balancer = LoadBalancers.open(config, List.of(vip.build()))) {
            Thread.sleep(RUN.toMillis());
            balancer.statistics()
                    .reals()
                    .forEach((real, count) -> System.out.println(real + " " + count.packets()));
        }
    }

    private EmbeddedBalancer() {}
}
