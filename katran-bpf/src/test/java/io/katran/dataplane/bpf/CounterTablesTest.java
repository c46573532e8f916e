package io.katran.dataplane.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables of exits and events in the documents say what the headers say. */
class CounterTablesTest {
    private static final Path BPF = Path.of("src/main/bpf");
    private static final Path JOURNEY = Path.of("../docs/packet-journey.md");
    private static final Pattern COUNTER =
            Pattern.compile("(KLB_\\w+) = (\\d+),\\s*/\\*\\s*(.*?)\\s*\\*/");

    @ParameterizedTest
    @ValueSource(strings = {"abi/counters.h", "abi/decap.h"})
    void have_a_row_for_each_counter(String header) throws IOException {
        List<String> rows =
                COUNTER.matcher(Files.readString(BPF.resolve(header)))
                        .results()
                        .filter(counter -> !counter.group(1).endsWith("_MAX"))
                        .map(
                                counter ->
                                        "| %s | `%s` | %s |"
                                                .formatted(
                                                        counter.group(2),
                                                        counter.group(1),
                                                        counter.group(3)))
                        .toList();

        try (Stream<String> lines = Files.lines(JOURNEY)) {
            assertThat(rows).isNotEmpty();
            assertThat(lines.toList()).containsAll(rows);
        }
    }
}
