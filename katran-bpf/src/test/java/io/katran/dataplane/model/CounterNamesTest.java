package io.katran.dataplane.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Both packet paths report by the same names. */
class CounterNamesTest {
    private static final Pattern CONSTANT =
            Pattern.compile("^\\s*KLB_(\\w+)\\s*=", Pattern.MULTILINE);
    private static final Path HEADER = Path.of("src/main/bpf/abi/counters.h");

    /** What can only go wrong in a kernel. */
    private static final Set<String> KERNEL_ONLY =
            Set.of("DROP_HEADROOM_V4", "DROP_HEADROOM_V6", "EVENT_FLOW_INSERT_FAILED");

    @Test
    void the_model_has_the_exits_and_events_of_the_kernel() throws IOException {
        Set<String> kernel =
                CONSTANT.matcher(Files.readString(HEADER))
                        .results()
                        .map(constant -> constant.group(1))
                        .filter(name -> !name.endsWith("_MAX") && !name.contains("_RETIRED_"))
                        .collect(Collectors.toCollection(TreeSet::new));
        kernel.removeAll(KERNEL_ONLY);

        assertThat(
                        Stream.concat(
                                Stream.of(Exit.values()).map(Exit::name),
                                Stream.of(Event.values()).map(event -> "EVENT_" + event)))
                .containsExactlyInAnyOrderElementsOf(kernel);
    }
}
