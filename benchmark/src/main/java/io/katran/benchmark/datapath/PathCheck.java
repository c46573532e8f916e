package io.katran.benchmark.datapath;

import io.katran.benchmark.datapath.Scenario.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether packets took the way through a program that they should. */
final class PathCheck {
    private final Path path;
    private final Optional<Subject> subject;
    private final Map<String, Long> before;
    private final List<String> problems = new ArrayList<>();

    private PathCheck(Path path, Optional<Subject> subject) {
        this.path = path;
        this.subject = subject;
        this.before = subject.map(Subject::counters).orElse(Map.of());
    }

    /** Notes the counters; call it before the packets run. */
    static PathCheck begin(Path path, Contestant contestant) {
        return new PathCheck(path, contestant.subject());
    }

    void verdict(String verdict) {
        if (subject.isPresent() && !verdict.equals(path.verdict().name())) {
            problems.add("verdict " + verdict + " instead of " + path.verdict());
        }
    }

    /** Compares; call it after so many passes. Says what is wrong, or nothing. */
    String problems(long passes) {
        Map<String, Long> after = subject.map(Subject::counters).orElse(Map.of());
        path.counters(passes)
                .forEach(
                        (name, expected) -> {
                            Long now = after.get(name);
                            long moved = now == null ? expected : now - before.get(name);
                            if (moved != expected) {
                                problems.add(name + " moved by " + moved + ", not " + expected);
                            }
                        });
        return String.join(", ", problems);
    }
}
