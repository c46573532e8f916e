package io.katran.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.katran.api.HashFunction;
import io.katran.api.IpAddress;
import io.katran.api.MacAddress;
import io.katran.api.Protocol;
import io.katran.api.RealFlags;
import io.katran.api.VipFlags;
import io.katran.api.VipKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was recorded from the reference's packet path.
 *
 * @param vips prefix VIPs left out; they exist only with a feature
 * @param reals by the reference's index, without those that no VIP has
 * @param serverIds reals' indices by server id; some are outside the reference's array of reals, or
 *     of a real that was never written and is all zeros
 */
public record PacketVectors(
        List<RecordedVip> vips,
        Map<Integer, RecordedReal> reals,
        Map<Integer, Integer> serverIds,
        MacAddress gateway,
        List<VectorCase> cases) {
    private static final Pattern COUNTER = Pattern.compile("(\\S+)=(\\S+)");

    /**
     * @param members by position; empty for a VIP without reals
     * @param rawFill what every slot of its ring holds although no such real exists
     */
    public record RecordedVip(
            int num,
            VipKey key,
            VipFlags flags,
            HashFunction hash,
            List<RecordedMember> members,
            Optional<Integer> rawFill) {}

    /**
     * @param index the real's index in the reference
     */
    public record RecordedMember(IpAddress address, int index, int weight) {}

    public record RecordedReal(int index, IpAddress address, RealFlags flags) {}

    public static PacketVectors read() {
        JsonNode file = VectorFile.read("packet_vectors.json");
        JsonNode provisioning = file.get("provisioning");
        Map<Integer, Integer> rawFills = new HashMap<>();
        provisioning
                .get("rawRing")
                .forEach(r -> rawFills.put(r.get("vip").intValue(), r.get("fill").intValue()));
        List<RecordedVip> vips = new ArrayList<>();
        for (JsonNode vip : provisioning.get("vips")) {
            if (vip.get("cidrPrefixLen").intValue() == 0) {
                Integer fill = rawFills.get(vip.get("num").intValue());
                vips.add(vip(vip, Optional.ofNullable(fill)));
            }
        }
        Map<Integer, RecordedReal> reals = new HashMap<>();
        provisioning.get("reals").forEach(r -> reals.put(r.get("index").intValue(), real(r)));
        Map<Integer, Integer> serverIds = new HashMap<>();
        for (String key : List.of("serverIds", "serverIdsRaw")) {
            provisioning
                    .get(key)
                    .forEach(s -> serverIds.put(s.get("id").intValue(), s.get("index").intValue()));
        }
        return new PacketVectors(
                vips,
                reals,
                serverIds,
                MacAddress.parse(provisioning.get("defaultMac").asText()),
                VectorFile.list(file.get("cases")).stream()
                        .map(PacketVectors::vectorCase)
                        .toList());
    }

    private static RecordedVip vip(JsonNode vip, Optional<Integer> rawFill) {
        boolean v2 = vip.get("ring").path("function").asText().equals("maglevv2");
        return new RecordedVip(
                vip.get("num").intValue(),
                new VipKey(
                        IpAddress.parse(vip.get("address").asText()),
                        vip.get("port").intValue(),
                        Protocol.ofNumber(vip.get("proto").intValue())),
                new VipFlags(vip.get("flags").intValue()),
                v2 ? HashFunction.MAGLEV_V2 : HashFunction.MAGLEV,
                VectorFile.list(vip.get("endpoints")).stream().map(PacketVectors::member).toList(),
                rawFill);
    }

    private static RecordedMember member(JsonNode endpoint) {
        return new RecordedMember(
                IpAddress.parse(endpoint.get("real").asText()),
                endpoint.get("index").intValue(),
                endpoint.get("weight").intValue());
    }

    private static RecordedReal real(JsonNode real) {
        return new RecordedReal(
                real.get("index").intValue(),
                IpAddress.parse(real.get("address").asText()),
                RealFlags.ofWire(real.get("flags").intValue()));
    }

    private static VectorCase vectorCase(JsonNode json) {
        Map<String, Map<String, String>> counters = new HashMap<>();
        json.get("counters")
                .fields()
                .forEachRemaining(e -> counters.put(e.getKey(), counters(e.getValue().asText())));
        return new VectorCase(
                json.get("id").intValue(),
                json.get("group").asText(),
                json.get("desc").asText(),
                VectorFile.list(json.get("steps")).stream().map(PacketVectors::step).toList(),
                counters);
    }

    private static Map<String, String> counters(String text) {
        Map<String, String> counters = new HashMap<>();
        Matcher matcher = COUNTER.matcher(text);
        while (matcher.find()) {
            counters.put(matcher.group(1), matcher.group(2));
        }
        return counters;
    }

    private static VectorCase.Step step(JsonNode step) {
        return step.has("action") ? action(step) : packet(step);
    }

    private static VectorCase.Packet packet(JsonNode step) {
        String frame = step.get("pkt").asText();
        Map<String, VectorCase.Expected> expected = new HashMap<>();
        for (JsonNode result : step.get("results")) {
            String out = result.get("out").asText();
            VectorCase.Expected outcome =
                    new VectorCase.Expected(
                            result.get("verdict").asText().replace("XDP_", ""),
                            out.equals("same") ? frame : out);
            result.get("sets").forEach(set -> expected.put(set.asText(), outcome));
        }
        return new VectorCase.Packet(HexFormat.of().parseHex(frame), expected);
    }

    private static VectorCase.Step action(JsonNode step) {
        return switch (step.get("action").asText()) {
            case "ring" -> {
                Map<Integer, Integer> weights = new HashMap<>();
                step.get("entries")
                        .forEach(
                                e ->
                                        weights.put(
                                                e.get("index").intValue(),
                                                e.get("weight").intValue()));
                yield new VectorCase.ChangeWeights(step.get("vip").intValue(), weights);
            }
            case "age_lru" -> new VectorCase.Age(step.get("seconds").intValue());
            case "set_conn_rate" -> new VectorCase.AssumeNewFlows(step.get("v1").intValue());
            case "down" ->
                    new VectorCase.MarkDown(
                            new VipKey(
                                    IpAddress.parse(step.get("address").asText()),
                                    step.get("port").intValue(),
                                    Protocol.ofNumber(step.get("proto").intValue())),
                            step.get("realIndex").intValue());
            case "del_src_rule" -> new VectorCase.DeleteSourceRoute(step.get("prefix").asText());
            default -> throw new IllegalArgumentException("unknown action: " + step);
        };
    }
}
