package io.katran.bpf;

import io.katran.bpf.btf.MapDefinition;
import java.util.ArrayList;
import java.util.List;

/** Decides whether an existing map can stand in for one an object defines. */
final class MapReuse {
    /** Set by the kernel or chosen at creation; no program can tell the difference. */
    private static final int IRRELEVANT_FLAGS = MapFlags.NUMA_NODE;

    private MapReuse() {}

    static void check(MapDefinition wanted, MapInfo existing) {
        List<String> differences = new ArrayList<>();
        compare(differences, "type", wanted.type(), existing.type().number());
        compare(differences, "key size", wanted.keyBytes(), existing.keyBytes());
        compare(differences, "value size", wanted.valueBytes(), existing.valueBytes());
        compare(
                differences,
                "flags",
                wanted.flags() & ~IRRELEVANT_FLAGS,
                existing.flags() & ~IRRELEVANT_FLAGS);
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException(
                    "map '"
                            + wanted.name()
                            + "' cannot reuse map '"
                            + existing.name()
                            + "' (id "
                            + existing.id()
                            + "): "
                            + String.join(", ", differences));
        }
    }

    private static void compare(List<String> differences, String what, int wanted, int existing) {
        if (wanted != existing) {
            differences.add(what + " is " + existing + " instead of " + wanted);
        }
    }
}
