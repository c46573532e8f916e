package io.katran.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The cases in which an implementation differs from the reference on purpose, as a list of entries
 * that each name the section of the behaviour, a reason, and the cases by their ids. An entry with
 * {@code sets} is about these feature sets alone; without, its packets are about all of them and
 * its counters about the default one.
 */
public final class KnownDifferences {
    private final Set<Integer> packets = new HashSet<>();
    private final Set<Integer> counters = new HashSet<>();

    private KnownDifferences() {}

    /**
     * @throws IllegalArgumentException if an entry lacks a section or a reason
     */
    public static KnownDifferences read(String file, FeatureSet set) {
        KnownDifferences known = new KnownDifferences();
        for (JsonNode entry : VectorFile.read(file)) {
            if (entry.path("section").asText().isBlank()
                    || entry.path("reason").asText().isBlank()) {
                throw new IllegalArgumentException(
                        file + ": an entry needs a section and a reason: " + entry);
            }
            List<String> sets = new ArrayList<>();
            entry.path("sets").forEach(name -> sets.add(name.asText()));
            boolean isAboutSet = sets.contains(set.recordedName());
            if (isAboutSet || sets.isEmpty()) {
                entry.path("packets").forEach(id -> known.packets.add(id.intValue()));
            }
            if (isAboutSet || sets.isEmpty() && set == FeatureSet.DEFAULT) {
                entry.path("counters").forEach(id -> known.counters.add(id.intValue()));
            }
        }
        return known;
    }

    /**
     * What the list has to be changed for: cases that differ and are not listed, and cases that are
     * listed and agree. Empty if it is right.
     */
    public List<String> mistakes(VectorCase recorded, VectorRun.Difference difference) {
        List<String> mistakes = new ArrayList<>();
        check(recorded, "packets", packets, difference.packets(), mistakes);
        check(recorded, "counters", counters, difference.counters(), mistakes);
        return mistakes;
    }

    private static void check(
            VectorCase recorded,
            String kind,
            Set<Integer> listed,
            List<String> differences,
            List<String> mistakes) {
        boolean isListed = listed.contains(recorded.id());
        if (isListed && differences.isEmpty()) {
            mistakes.add(recorded + ": " + kind + " agree, but are listed as different");
        } else if (!isListed && !differences.isEmpty()) {
            mistakes.add(recorded + ": " + kind + " differ: " + String.join("; ", differences));
        }
    }
}
