package io.katran.vectors;

import io.katran.vectors.VectorCase.Expected;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Runs cases on a data path and says in what it differs from the reference. */
public final class VectorRun {
    /** State rather than a count, and not recorded. */
    private static final String CONNECTION_RATE = "stats[514]";

    private static final String QUIC = "quic_stats_map[0]";

    /** The id seen last that named no real, recorded as a difference to the one before. */
    private static final int QUIC_SAMPLE = 3;

    private final FeatureSet featureSet;
    private final VectorTarget target;
    private final VectorProvisioning provisioning;

    /**
     * @param featureSet the build of the reference to compare with
     * @param target is provisioned here
     */
    public VectorRun(PacketVectors vectors, FeatureSet featureSet, VectorTarget target) {
        this.featureSet = featureSet;
        this.target = target;
        provisioning = new VectorProvisioning(vectors, target.dataplane());
        provisioning.write();
    }

    /**
     * How a case differs, in words; a kind that is absent agrees.
     *
     * @param packets verdicts and bytes
     * @param counters the reference's counters
     */
    public record Difference(List<String> packets, List<String> counters) {}

    public Difference run(VectorCase recorded) {
        target.forgetPackets();
        Map<String, List<Long>> before = provisioning.counters();
        List<String> packets = new ArrayList<>();
        int number = 0;
        for (VectorCase.Step step : recorded.steps()) {
            number++;
            if (step instanceof VectorCase.Packet packet) {
                String difference = difference(packet);
                if (!difference.isEmpty()) {
                    packets.add("step " + number + ": " + difference);
                }
            } else {
                act(step);
            }
        }
        provisioning.restore();
        return new Difference(
                packets,
                isComparable(recorded)
                        ? differences(expected(recorded), since(before))
                        : List.of());
    }

    private String difference(VectorCase.Packet packet) {
        Expected expected = packet.expected().get(featureSet.recordedName());
        if (expected == null) {
            throw new IllegalArgumentException("no result was recorded for " + featureSet);
        }
        VectorTarget.Result actual = target.process(packet.frame());
        if (!actual.verdict().equals(expected.verdict())) {
            return expected.verdict() + " expected, but was " + actual.verdict();
        }
        String hex = HexFormat.of().formatHex(actual.frame());
        boolean bytesMatter = !expected.verdict().equals("DROP");
        return bytesMatter && !hex.equals(expected.hex())
                ? "frame\n  " + expected.hex() + " expected, but was\n  " + hex
                : "";
    }

    /** Actions for features that are off change nothing. */
    private void act(VectorCase.Step step) {
        if (step instanceof VectorCase.ChangeWeights change) {
            provisioning.changeWeights(change.vip(), change.weightByRealIndex());
        } else if (step instanceof VectorCase.Age age) {
            target.age(age.seconds());
        } else if (step instanceof VectorCase.AssumeNewFlows assume) {
            target.assumeNewFlows(assume.count());
        }
    }

    /** Whether packets fared alike in the builds whose packets and whose counters are compared. */
    private boolean isComparable(VectorCase recorded) {
        return recorded.steps().stream()
                .allMatch(
                        step ->
                                !(step instanceof VectorCase.Packet packet)
                                        || packet.expected()
                                                .get(featureSet.recordedName())
                                                .equals(
                                                        packet.expected()
                                                                .get(featureSet.countersOf())));
    }

    private Map<String, String> expected(VectorCase recorded) {
        Map<String, String> expected =
                new TreeMap<>(recorded.counters().get(featureSet.countersOf()));
        expected.keySet().removeIf(name -> !featureSet.compares(name));
        expected.remove(CONNECTION_RATE);
        expected.computeIfPresent(
                QUIC,
                (name, values) -> {
                    List<String> all = new ArrayList<>(List.of(values.split(",")));
                    all.set(QUIC_SAMPLE, "0");
                    return String.join(",", all);
                });
        return expected;
    }

    private Map<String, String> since(Map<String, List<Long>> before) {
        Map<String, String> deltas = new TreeMap<>();
        provisioning
                .counters()
                .forEach(
                        (name, now) -> {
                            List<Long> then = before.get(name);
                            if (!now.equals(then) && featureSet.compares(name)) {
                                deltas.put(name, minus(now, then));
                            }
                        });
        return deltas;
    }

    private static String minus(List<Long> now, List<Long> then) {
        return IntStream.range(0, now.size())
                .mapToObj(i -> Long.toString(now.get(i) - (then == null ? 0 : then.get(i))))
                .collect(Collectors.joining(","));
    }

    private static List<String> differences(
            Map<String, String> expected, Map<String, String> actual) {
        Map<String, String> all = new HashMap<>(expected);
        all.putAll(actual);
        return all.keySet().stream()
                .filter(name -> !Objects.equals(expected.get(name), actual.get(name)))
                .sorted()
                .map(
                        name ->
                                name
                                        + "="
                                        + expected.getOrDefault(name, "nothing")
                                        + " expected, but was "
                                        + actual.getOrDefault(name, "nothing"))
                .toList();
    }
}
