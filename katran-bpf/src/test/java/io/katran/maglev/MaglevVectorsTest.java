package io.katran.maglev;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.katran.api.HashFunction;
import io.katran.api.IpAddress;
import io.katran.maglev.Ring.Member;
import io.katran.vectors.VectorFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that was recorded from the reference's control plane. */
class MaglevVectorsTest {
    private static final JsonNode FILE = VectorFile.read("maglev_vectors.json");

    private static Stream<JsonNode> section(String name) {
        assertThat(FILE.path(name)).as(name).isNotEmpty();
        return VectorFile.list(FILE.path(name)).stream();
    }

    static Stream<JsonNode> ringVectors() {
        return section("ringVectors");
    }

    static Stream<JsonNode> endToEnd() {
        return section("endToEnd");
    }

    static Stream<JsonNode> hashTies() {
        return section("hashTies");
    }

    @Test
    void murmur_agrees() {
        assertThat(section("murmur"))
                .allSatisfy(
                        v ->
                                assertThat(
                                                Murmur.hash(
                                                        unsigned(v.get("a")),
                                                        unsigned(v.get("b")),
                                                        v.get("seed").intValue()))
                                        .isEqualTo(unsigned(v.get("result"))));
    }

    @Test
    void permutations_agree() {
        assertThat(section("permutations"))
                .allSatisfy(
                        v ->
                                assertThat(
                                                Permutation.of(
                                                        unsigned(v.get("hash")),
                                                        v.get("ringSize").intValue()))
                                        .isEqualTo(
                                                new Permutation(
                                                        v.get("offset").intValue(),
                                                        v.get("skip").intValue())));
    }

    @Test
    void address_hashes_agree() {
        assertThat(section("addressHashes"))
                .allSatisfy(
                        v ->
                                assertThat(AddressHash.of(addressWithoutZone(v.get("address"))))
                                        .isEqualTo(unsigned(v.get("hash"))));
    }

    @ParameterizedTest
    @MethodSource("ringVectors")
    void rings_agree(JsonNode vector) {
        int[] ring =
                RingGenerator.generate(
                        function(vector),
                        vector.get("ringSize").intValue(),
                        VectorFile.list(vector.get("endpoints")).stream()
                                .map(MaglevVectorsTest::endpoint)
                                .toList());

        assertRing(vector, ring);
    }

    @ParameterizedTest
    @MethodSource("endToEnd")
    void rings_of_addresses_agree(JsonNode vector) {
        List<JsonNode> reals = VectorFile.list(vector.get("reals"));
        List<Member> members = reals.stream().map(MaglevVectorsTest::member).toList();

        short[] positions = Ring.of(function(vector), vector.get("ringSize").intValue(), members);

        Function<Short, JsonNode> real = position -> reals.get(Short.toUnsignedInt(position));
        int[] numbers =
                IntStream.range(0, positions.length)
                        .map(slot -> real.apply(positions[slot]).get("num").intValue())
                        .toArray();
        assertRing(vector, numbers);
        String addresses =
                IntStream.range(0, positions.length)
                        .mapToObj(slot -> real.apply(positions[slot]).get("address").asText())
                        .collect(Collectors.joining("\n"));
        assertThat(sha256(addresses.getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(vector.get("addressSha256").asText());
        assertThat(reals)
                .allSatisfy(
                        r ->
                                assertThat(AddressHash.of(addressWithoutZone(r.get("address"))))
                                        .isEqualTo(unsigned(r.get("hash"))));
    }

    @ParameterizedTest
    @MethodSource("hashTies")
    void tied_addresses_get_the_same_slots_whichever_was_added_first(JsonNode tie) {
        List<Member> members = new ArrayList<>();
        tie.get("addresses").forEach(a -> members.add(new Member(addressWithoutZone(a), 1)));
        assertThat(members)
                .extracting(m -> AddressHash.of(m.address()))
                .containsOnly(AddressHash.of(members.get(0).address()));
        members.add(new Member(IpAddress.parse("10.0.0.1"), 1));
        List<IpAddress> owners = owners(members);

        Collections.reverse(members);

        assertThat(owners(members)).isEqualTo(owners);
    }

    @Test
    void of_tied_addresses_the_lower_one_takes_its_turn_first() {
        Member low = new Member(IpAddress.parse("10.0.91.178"), 1);
        Member high = new Member(IpAddress.parse("10.0.167.78"), 1);

        List<IpAddress> owners = owners(List.of(high, low));

        int first = Permutation.of(AddressHash.of(low.address()), RingSize.DEFAULT).offset();
        assertThat(owners.get(first)).isEqualTo(low.address());
    }

    @ParameterizedTest
    @MethodSource("functions")
    void changes_of_members_move_as_many_slots_as_recorded(HashFunction function) {
        List<Integer> recorded =
                section("vipDeltas")
                        .map(v -> v.get(function == HashFunction.MAGLEV ? "V1" : "V2").intValue())
                        .toList();
        MemberChanges hundred = new MemberChanges(function);
        MemberChanges reweighted = new MemberChanges(function);
        MemberChanges few = new MemberChanges(function);
        reweighted.put(0, 100, 10);

        List<Integer> moved =
                List.of(
                        hundred.put(0, 100, 10),
                        hundred.put(0, 100, 10),
                        hundred.remove(0),
                        reweighted.put(0, 100, 13),
                        reweighted.put(0, 1, 26),
                        few.put(0, 1, 1),
                        few.put(1, 1, 1),
                        few.remove(1),
                        few.remove(1));

        // The last recorded step is not about rings: the reference keeps the last real's ring.
        assertThat(moved).isEqualTo(recorded.subList(0, recorded.size() - 1));
    }

    static HashFunction[] functions() {
        return HashFunction.values();
    }

    /** Endpoints whose number is their hash, and how many slots a change of them moves. */
    private static final class MemberChanges {
        private final HashFunction function;
        private final Map<Integer, Integer> weights = new TreeMap<>();
        private int[] ring = new int[0];

        MemberChanges(HashFunction function) {
            this.function = function;
        }

        int put(int first, int count, int weight) {
            IntStream.range(first, first + count).forEach(n -> weights.put(n, weight));
            return regenerate();
        }

        int remove(int num) {
            weights.remove(num);
            return regenerate();
        }

        private int regenerate() {
            int[] old = ring;
            ring =
                    RingGenerator.generate(
                            function,
                            RingSize.DEFAULT,
                            weights.entrySet().stream()
                                    .map(e -> new Endpoint(e.getKey(), e.getKey(), e.getValue()))
                                    .toList());
            return (int)
                    IntStream.range(0, ring.length)
                            .filter(i -> i >= old.length || old[i] != ring[i])
                            .count();
        }
    }

    private static void assertRing(JsonNode vector, int[] ring) {
        assertThat(IntStream.of(ring).limit(32).boxed().toList())
                .isEqualTo(ints(vector.get("first32")));
        Map<String, Integer> counts = new TreeMap<>();
        vector.get("counts").fieldNames().forEachRemaining(num -> counts.put(num, 0));
        IntStream.of(ring)
                .filter(num -> num != RingGenerator.EMPTY)
                .forEach(num -> counts.merge(String.valueOf(num), 1, Integer::sum));
        assertThat(counts)
                .allSatisfy(
                        (num, count) ->
                                assertThat(count)
                                        .as("slots of %s", num)
                                        .isEqualTo(vector.get("counts").get(num).intValue()));
        assertThat(sha256(littleEndian(ring))).isEqualTo(vector.get("sha256").asText());
    }

    private static List<IpAddress> owners(List<Member> members) {
        short[] ring = Ring.of(HashFunction.MAGLEV, RingSize.DEFAULT, members);
        return IntStream.range(0, ring.length)
                .mapToObj(slot -> members.get(Short.toUnsignedInt(ring[slot])).address())
                .toList();
    }

    private static HashFunction function(JsonNode vector) {
        return switch (vector.get("algorithm").asText()) {
            case "MaglevV1" -> HashFunction.MAGLEV;
            case "MaglevV2" -> HashFunction.MAGLEV_V2;
            default -> throw new IllegalArgumentException(vector.get("algorithm").asText());
        };
    }

    private static Endpoint endpoint(JsonNode endpoint) {
        return new Endpoint(
                endpoint.get("num").intValue(),
                unsigned(endpoint.get("hash")),
                (int) endpoint.get("weight").longValue());
    }

    private static Member member(JsonNode real) {
        return new Member(addressWithoutZone(real.get("address")), real.get("weight").intValue());
    }

    /** The zone of a link-local address takes no part in its hash. */
    private static IpAddress addressWithoutZone(JsonNode text) {
        return IpAddress.parse(text.asText().replaceAll("%.*", ""));
    }

    private static long unsigned(JsonNode decimal) {
        return Long.parseUnsignedLong(decimal.asText());
    }

    private static List<Integer> ints(JsonNode array) {
        return VectorFile.list(array).stream().map(JsonNode::intValue).toList();
    }

    private static byte[] littleEndian(int[] ring) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * ring.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(ring);
        return bytes.array();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
