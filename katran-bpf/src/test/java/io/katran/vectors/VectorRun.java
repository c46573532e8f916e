package io.katran.vectors;

import io.katran.control.ReferenceCounters.Pair;
import io.katran.vectors.VectorCase.Expected;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Runs cases on a data path and says in what it differs from the reference. */
public final class VectorRun {
    /** State rather than a count, and not recorded. */
    private static final String CONNECTION_RATE = "stats[514]";

    private final String featureSet;
    private final VectorTarget target;
    private final VectorProvisioning provisioning;

    /**
     * @param featureSet the build of the reference to compare with
     * @param target is provisioned here
     */
    public VectorRun(PacketVectors vectors, String featureSet, VectorTarget target) {
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
        Map<String, Pair> before = provisioning.counters();
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
        Map<String, String> actual = since(before);
        Map<String, String> expected =
                new TreeMap<>(recorded.countersOf(featureSet).orElse(actual));
        expected.remove(CONNECTION_RATE);
        return new Difference(packets, differences(expected, actual));
    }

    private String difference(VectorCase.Packet packet) {
        Expected expected = packet.expected().get(featureSet);
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

    private Map<String, String> since(Map<String, Pair> before) {
        Map<String, String> deltas = new TreeMap<>();
        provisioning
                .counters()
                .forEach(
                        (name, now) -> {
                            Pair then = before.getOrDefault(name, Pair.ZERO);
                            if (!now.equals(then)) {
                                long v1 = now.v1() - then.v1();
                                deltas.put(name, v1 + "," + (now.v2() - then.v2()));
                            }
                        });
        return deltas;
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
                                        + expected.getOrDefault(name, "0,0")
                                        + " expected, but was "
                                        + actual.getOrDefault(name, "0,0"))
                .toList();
    }
}
