package io.katran.control.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.katran.api.IpAddress;
import io.katran.api.VipKey;
import io.katran.control.time.ManualTime;
import io.katran.spi.HealthResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HealthSchedulerTest {
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final VipKey WEB = VipKey.parse("10.200.1.1:80/tcp");
    private static final VipKey API = VipKey.parse("10.200.1.2:80/tcp");
    private static final IpAddress A = IpAddress.parse("10.0.0.1");
    private static final IpAddress B = IpAddress.parse("10.0.0.2");

    private final ManualTime time = new ManualTime();
    private final ScriptedChecker checker = new ScriptedChecker();
    private final List<String> reports = new ArrayList<>();
    private final HealthScheduler scheduler =
            new HealthScheduler(
                    time,
                    new SplittableRandom(1),
                    (vip, real, state, detail) ->
                            reports.add(vip.address() + " " + real + " " + state + " " + detail));

    private HealthCheck check(int rise, int fall) {
        return new HealthCheck(checker, 80, INTERVAL, TIMEOUT, rise, fall);
    }

    private void answer(int probe, HealthResult result) {
        checker.asked.get(probe).answer().complete(result);
    }

    @Test
    void probes_each_real_once_an_interval_with_jitter() {
        checker.answering(address -> HealthResult.healthy("fine"));
        scheduler.watch(Map.of(WEB, new Watch(check(1, 1), Set.of(A))));
        List<Long> starts = new ArrayList<>();
        int seen = 0;
        for (int ms = 0; ms < 100_000; ms++) {
            time.advance(Duration.ofMillis(1));
            if (checker.asked.size() > seen) {
                seen++;
                starts.add(time.nanos());
            }
        }

        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < starts.size(); i++) {
            gaps.add((starts.get(i) - starts.get(i - 1)) / 1_000_000);
        }
        assertThat(gaps).hasSizeBetween(44, 56).allMatch(gap -> gap >= 1799 && gap <= 2201);
        assertThat(Set.copyOf(gaps)).hasSizeGreaterThan(20);
    }

    @Test
    void probes_a_target_once_for_all_vips_and_counts_for_each() {
        scheduler.watch(
                Map.of(
                        WEB, new Watch(check(1, 1), Set.of(A, B)),
                        API, new Watch(check(1, 2), Set.of(A))));
        assertThat(scheduler.targets()).isEqualTo(2);

        checker.answering(address -> HealthResult.healthy("fine"));
        time.advance(INTERVAL);
        reports.clear();
        checker.answering(address -> HealthResult.unhealthy("refused"));
        int before = checker.asked.size();
        time.advance(INTERVAL);

        assertThat(checker.asked.subList(before, checker.asked.size()))
                .extracting(asked -> asked.target().address())
                .contains(A, B);
        assertThat(reports)
                .contains(
                        "10.200.1.1 10.0.0.1 DOWN refused",
                        "10.200.1.2 10.0.0.1 UP refused",
                        "10.200.1.1 10.0.0.2 DOWN refused");
    }

    @Test
    void a_late_completion_is_a_failure_and_then_ignored() {
        scheduler.watch(Map.of(WEB, new Watch(check(1, 1), Set.of(A))));
        time.advance(INTERVAL.dividedBy(4).plus(TIMEOUT).minusMillis(1));
        time.advance(Duration.ofMillis(2));
        assertThat(reports).containsExactly("10.200.1.1 10.0.0.1 DOWN no result within 1000 ms");

        answer(0, HealthResult.healthy("at last"));
        assertThat(reports).hasSize(1);
        while (checker.asked.size() < 2) {
            time.advance(Duration.ofMillis(10));
        }
        answer(1, HealthResult.healthy("fine"));
        assertThat(reports).last().isEqualTo("10.200.1.1 10.0.0.1 UP fine");
    }

    @Test
    void a_checker_that_fails_or_throws_is_a_failed_probe() {
        scheduler.watch(Map.of(WEB, new Watch(check(1, 1), Set.of(A))));
        time.advance(INTERVAL.dividedBy(4));
        checker.asked.get(0).answer().completeExceptionally(new IllegalStateException("broken"));
        assertThat(reports).hasSize(1);
        assertThat(reports.get(0)).contains("DOWN").contains("broken");

        checker.throwing(new IllegalStateException("worse"));
        time.advance(INTERVAL.multipliedBy(3));
        assertThat(reports).hasSizeGreaterThanOrEqualTo(3);
        assertThat(reports).last().asString().contains("DOWN").contains("worse");
    }

    @Test
    void never_has_two_probes_of_a_target_under_way() {
        scheduler.watch(Map.of(WEB, new Watch(check(1, 1), Set.of(A))));
        for (int ms = 0; ms < 20_000; ms++) {
            time.advance(Duration.ofMillis(1));
            long open = checker.asked.stream().filter(asked -> !asked.answer().isDone()).count();
            assertThat(open - reports.size()).isLessThanOrEqualTo(1);
        }
        assertThat(checker.asked).hasSizeGreaterThan(5);
    }

    @Test
    void stops_when_the_last_vip_leaves_and_keeps_what_stays() {
        checker.answering(address -> HealthResult.healthy("fine"));
        scheduler.watch(
                Map.of(
                        WEB, new Watch(check(2, 2), Set.of(A, B)),
                        API, new Watch(check(2, 2), Set.of(A))));
        time.advance(INTERVAL);
        checker.answering(address -> HealthResult.unhealthy("refused"));
        scheduler.watch(Map.of(WEB, new Watch(check(2, 2), Set.of(A))));
        assertThat(scheduler.targets()).isEqualTo(1);

        reports.clear();
        time.advance(INTERVAL.multipliedBy(2));
        assertThat(reports).allMatch(report -> report.startsWith("10.200.1.1 10.0.0.1"));
        assertThat(reports.get(0)).as("state was kept").contains("UP refused");

        scheduler.close();
        reports.clear();
        time.advance(INTERVAL.multipliedBy(2));
        assertThat(reports).isEmpty();
        assertThat(time.pendingTasks()).isZero();
    }
}
