package io.katran.cli.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.katran.cli.ctl.CtlFixture.Run;
import io.katran.thrift.Stats;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rates, of packets that pass the data path while the command waits for its next line. */
class CtlStatisticsTest {
    private CtlFixture katran;

    @BeforeEach
    void serve() throws IOException {
        katran = new CtlFixture();
        katran.ctl("-A -t 10.200.1.1:80");
        katran.ctl("-a -t 10.200.1.1:80 -r 10.0.0.1");
        katran.ctl("-A -u 10.200.1.1:80");
        katran.ctl("-a -u 10.200.1.1:80 -r 10.0.0.1");
        // From before: rates must not have it.
        katran.tcp(9999, CtlFixture.SYN);
        katran.udp(9999);
    }

    @AfterEach
    void stop() {
        katran.close();
    }

    /** Time that passes at once, in which something happens. */
    private record Meanwhile(Runnable traffic, AtomicLong now) implements Pacer {
        Meanwhile(Runnable traffic) {
            this(traffic, new AtomicLong());
        }

        @Override
        public long nanoTime() {
            return now.get();
        }

        @Override
        public void sleepUntil(long nanoTime) {
            now.set(nanoTime);
            traffic.run();
        }
    }

    @Test
    void lines_by_vip_are_rates_from_the_first_on() {
        AtomicInteger rounds = new AtomicInteger();
        Pacer pacer =
                new Meanwhile(
                        () -> {
                            katran.tcp(1000, CtlFixture.SYN);
                            if (rounds.getAndIncrement() > 0) {
                                katran.tcp(1000, CtlFixture.ACK);
                                katran.udp(1000);
                            }
                        });

        Run run = katran.ctl(pacer, "-s --count 2");

        assertThat(run.lines())
                .containsExactly(
                        "vip: 10.200.1.1:80:tcp :        1 pkts/sec       40 bytes/sec",
                        "vip: 10.200.1.1:80:udp :        0 pkts/sec        0 bytes/sec",
                        "vip: 10.200.1.1:80:tcp :        2 pkts/sec       80 bytes/sec",
                        "vip: 10.200.1.1:80:udp :        1 pkts/sec       28 bytes/sec",
                        "exiting");
        assertThat(run.status()).isZero();
    }

    @Test
    void the_sum_is_by_second_whatever_the_interval() {
        Pacer pacer =
                new Meanwhile(
                        () -> {
                            katran.tcp(1000, CtlFixture.SYN);
                            katran.tcp(1000, CtlFixture.ACK);
                            katran.udp(1000);
                        });

        assertThat(katran.ctl(pacer, "-s -sum --interval 0.5 --count 1").lines())
                .containsExactly("summary: 6 pkts/sec 216 bytes/sec", "exiting");
    }

    @Test
    void a_vip_appears_once_it_has_a_rate() {
        Pacer pacer = new Meanwhile(() -> katran.ctl("-A -t 10.200.1.2:80"));

        assertThat(katran.ctl(pacer, "-s --count 2").lines())
                .filteredOn(line -> line.contains("10.200.1.2"))
                .containsExactly("vip: 10.200.1.2:80:tcp :        0 pkts/sec        0 bytes/sec");
    }

    @Test
    void percentages_are_of_all_packets_and_add_up() {
        Pacer pacer =
                new Meanwhile(
                        () -> {
                            katran.tcp(1000, CtlFixture.SYN);
                            katran.tcp(1000, CtlFixture.ACK);
                            katran.tcp(2000, CtlFixture.ACK);
                            katran.udp(1000);
                            katran.tcp(1000, CtlFixture.ACK);
                        });

        assertThat(katran.ctl(pacer, "-s -lru --count 1").lines())
                .containsExactly(
                        "summary: 5 pkts/sec. lru hit: 40.00% lru miss: 60.00%"
                                + " (tcp syn: 20.00% tcp non-syn: 20.00% udp: 20.00%)"
                                + " fallback lru hit: 0 pkts/sec",
                        "exiting");
    }

    @Test
    void without_packets_all_percentages_are_zero() {
        assertThat(katran.ctl(new Meanwhile(() -> {}), "--s --lru --count 1").lines())
                .contains(
                        "summary: 0 pkts/sec. lru hit: 0.00% lru miss: 0.00%"
                                + " (tcp syn: 0.00% tcp non-syn: 0.00% udp: 0.00%)"
                                + " fallback lru hit: 0 pkts/sec");
    }

    @Test
    void json_is_one_document_a_sample() {
        Pacer pacer = new Meanwhile(() -> katran.udp(1000));

        assertThat(katran.ctl(pacer, "-s --json --count 1").lines())
                .containsExactly(
                        "{\"vips\":["
                                + "{\"address\":\"10.200.1.1\",\"port\":80,\"protocol\":\"tcp\","
                                + "\"packets-per-second\":0,\"bytes-per-second\":0},"
                                + "{\"address\":\"10.200.1.1\",\"port\":80,\"protocol\":\"udp\","
                                + "\"packets-per-second\":1,\"bytes-per-second\":28}]}");
        assertThat(katran.ctl(pacer, "-s -sum --json --count 2").lines())
                .containsExactly(
                        "{\"packets-per-second\":1,\"bytes-per-second\":28}",
                        "{\"packets-per-second\":1,\"bytes-per-second\":28}");
        assertThat(katran.ctl(new Meanwhile(this::oneMiss), "-s -lru --json --count 1").lines())
                .containsExactly(
                        "{\"packets-per-second\":1,\"hit-percent\":0.0,\"miss-percent\":100.0,"
                                + "\"miss-tcp-syn-percent\":0.0,\"miss-tcp-other-percent\":100.0,"
                                + "\"miss-udp-percent\":0.0,\"fallback-packets-per-second\":0}");
    }

    private void oneMiss() {
        katran.tcp(3000, CtlFixture.ACK);
    }

    @Test
    void too_big_messages_are_counted_by_family() throws IOException {
        AtomicInteger reads = new AtomicInteger();
        try (CtlFixture other =
                new CtlFixture(
                        Map.of(
                                "getIcmpTooBigStats",
                                arguments -> {
                                    int read = reads.incrementAndGet();
                                    return new Stats(100 + 3 * read, 200 + 5 * read);
                                }))) {
            Pacer pacer = new Meanwhile(() -> {});

            assertThat(other.ctl(pacer, "-s -icmp --count 1").lines())
                    .containsExactly(
                            "ICMP \"packet too big\": v4 3 pkts/sec v6: 5 pkts/sec", "exiting");
            assertThat(other.ctl(pacer, "-s -icmp --json --count 1").lines())
                    .containsExactly("{\"v4-per-second\":3,\"v6-per-second\":5}");
        }
    }

    @Test
    void counters_that_start_anew_are_no_traffic() throws IOException {
        AtomicInteger left = new AtomicInteger(1000);
        try (CtlFixture other =
                new CtlFixture(
                        Map.of(
                                "getIcmpTooBigStats",
                                arguments -> new Stats(left.getAndSet(0), 0)))) {
            assertThat(other.ctl(new Meanwhile(() -> {}), "-s -icmp --count 1").lines())
                    .contains("ICMP \"packet too big\": v4 0 pkts/sec v6: 0 pkts/sec");
        }
    }

    @Test
    void the_clock_of_the_machine_passes() {
        long start = System.nanoTime();

        Run run = katran.ctl("-s -sum --interval 0.05 --count 3");

        assertThat(run.lines()).hasSize(4).last().isEqualTo("exiting");
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(150_000_000);
    }

    @Test
    void a_server_that_goes_away_ends_it_with_status_1() {
        Run run = katran.ctl(new Meanwhile(katran::close), "-s -sum");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.lines()).isEmpty();
        assertThat(run.err()).startsWith("Error: the call to the server at 127.0.0.1:");
    }
}
