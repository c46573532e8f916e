package io.katran.server.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import io.katran.api.Count;
import io.katran.api.Statistics;
import io.katran.api.VipKey;
import io.katran.thrift.Stats;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoricStatsTest {
    private static final VipKey V4 = VipKey.parse("10.200.1.1:80/tcp");
    private static final VipKey V6 = VipKey.parse("[fc00::1]:80/tcp");

    @Test
    void bytes_of_a_vip_leave_out_the_headers_of_ipv6_packets_as_clients_know_them() {
        Statistics all =
                new Statistics(
                        Map.of(),
                        Map.of(),
                        Map.of(V4, new Count(2, 200), V6, new Count(2, 200)),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Map.of());

        assertThat(HistoricStats.ofVip(all, V4)).isEqualTo(new Stats(2, 200));
        assertThat(HistoricStats.ofVip(all, V6)).isEqualTo(new Stats(2, 120));
    }
}
