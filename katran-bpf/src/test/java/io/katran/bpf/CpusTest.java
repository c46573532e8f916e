package io.katran.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CpusTest {
    @Test
    void reads_the_kernel_s_list_form() {
        assertThat(Cpus.parse("0-3,8,10-11\n")).containsExactly(0, 1, 2, 3, 8, 10, 11);
        assertThat(Cpus.parse("0\n")).containsExactly(0);
        assertThat(Cpus.parse("\n")).isEmpty();
    }

    @Test
    void every_cpu_that_runs_is_possible() {
        assertThat(Cpus.online()).isNotEmpty().hasSizeLessThanOrEqualTo(Cpus.possibleCount());
    }

    @Test
    void pins_the_thread_for_the_time_of_the_call() {
        String before = allowed();
        for (int cpu : Cpus.online()) {
            assertThat(Cpus.pinned(cpu, CpusTest::allowed)).isEqualTo(Integer.toString(cpu));
        }
        assertThatThrownBy(() -> Cpus.pinned(0, () -> Integer.parseInt("x")))
                .isInstanceOf(NumberFormatException.class);
        assertThat(allowed()).isEqualTo(before);
    }

    @Test
    void a_cpu_that_is_not_there_is_refused_by_name() {
        assertThatThrownBy(() -> Cpus.pinned(8000, () -> 1))
                .isInstanceOf(BpfException.class)
                .hasMessage("thread: set affinity failed: EINVAL (22): Invalid argument; CPU 8000");
        assertThatThrownBy(() -> Cpus.pinned(-1, () -> 1)).hasMessage("cpu: -1 is outside 0..8191");
    }

    private static String allowed() {
        try {
            return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
                    .filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
