package io.katran.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.katran.api.HashFunction;
import io.katran.api.IpAddress;
import io.katran.api.Real;
import io.katran.maglev.Ring;
import io.katran.maglev.Ring.Member;
import io.katran.maglev.RingSize;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Computes a ring without a kernel, to see shares or to compare balancers. */
@Command(
        name = "ring",
        description = {
            "Computes the ring of a VIP without a kernel.",
            "",
            "Prints how many slots each real gets, and the SHA-256 of the ring: its slots as"
                    + " little-endian 32-bit numbers, each the 0-based position of the real in the"
                    + " order given, 0xffffffff where a slot is empty. Two balancers agree if they"
                    + " print the same for the same order."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample:%n",
        footer = "  katran ring --hash maglev-v2 --real 10.0.0.1=10 --real fc00::1=20")
final class RingCommand implements Callable<Integer> {
    private static final int EMPTY = -1;

    @Option(
            names = "--hash",
            paramLabel = "HASH",
            defaultValue = "maglev",
            converter = HashConverter.class,
            description = {
                "maglev (the default) or maglev-v2.",
                "Under maglev unequal weights have next to no effect; under maglev-v2 shares are"
                        + " proportional to weights."
            })
    private HashFunction hash = HashFunction.MAGLEV;

    @Option(
            names = "--size",
            paramLabel = "N",
            defaultValue = "" + RingSize.DEFAULT,
            description = "Slots of the ring, a prime; " + RingSize.DEFAULT + " by default.")
    private int size;

    @Option(
            names = "--real",
            paramLabel = "ADDR=WEIGHT",
            required = true,
            arity = "1..*",
            converter = RealConverter.class,
            description = "A real and its weight; 0 keeps its position and gives it no slot.")
    private List<GivenReal> reals = List.of();

    @Option(
            names = "--json",
            description = "Prints {\"sha256\": \"...\", \"counts\": {\"ADDR\": n}}.")
    private boolean json;

    @Option(
            names = "--slots",
            description =
                    "With --json: adds \"slots\", the position in each slot, -1 where it is empty.")
    private boolean withSlots;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Prints this help.")
    private boolean help;

    @Spec private CommandSpec spec;

    /**
     * @param text the address as it was written
     */
    private record GivenReal(String text, Member member) {}

    @Override
    public Integer call() throws JsonProcessingException {
        requireConsistency();
        int[] slots = computeSlots();
        int[] counts = new int[reals.size()];
        IntStream.of(slots).filter(position -> position != EMPTY).forEach(p -> counts[p]++);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(asJson(slots, counts));
        } else {
            printTable(out, counts);
            out.println("sha256 " + sha256(slots));
        }
        out.flush();
        return KatranCommand.OK;
    }

    private void requireConsistency() {
        if (withSlots && !json) {
            throw wrongUsage("--slots is part of the JSON output; add --json");
        }
        Set<IpAddress> seen = new HashSet<>();
        for (GivenReal real : reals) {
            if (!seen.add(real.member.address())) {
                throw wrongUsage(
                        "real "
                                + real.member.address()
                                + " is given twice; give it once, with the weight that counts");
            }
        }
    }

    private int[] computeSlots() {
        short[] ring;
        try {
            ring = Ring.of(hash, size, reals.stream().map(GivenReal::member).toList());
        } catch (IllegalArgumentException e) {
            throw wrongUsage(e.getMessage());
        }
        return IntStream.range(0, ring.length)
                .map(slot -> Short.toUnsignedInt(ring[slot]))
                .map(position -> position == Ring.NONE ? EMPTY : position)
                .toArray();
    }

    private String asJson(int[] slots, int[] counts) throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode answer = mapper.createObjectNode().put("sha256", sha256(slots));
        ObjectNode byReal = answer.putObject("counts");
        for (int i = 0; i < counts.length; i++) {
            byReal.put(reals.get(i).text, counts[i]);
        }
        if (withSlots) {
            IntStream.of(slots).forEach(answer.withArray("slots")::add);
        }
        return mapper.writeValueAsString(answer);
    }

    private void printTable(PrintWriter out, int[] counts) {
        int width = reals.stream().mapToInt(real -> real.text.length()).max().orElse(0);
        String row = "%-" + Math.max(width, 4) + "s  %10s  %8s  %7s%n";
        out.printf(Locale.ROOT, row, "real", "weight", "slots", "share");
        for (int i = 0; i < counts.length; i++) {
            GivenReal real = reals.get(i);
            String share = String.format(Locale.ROOT, "%.2f%%", 100.0 * counts[i] / size);
            out.printf(Locale.ROOT, row, real.text, real.member.weight(), counts[i], share);
        }
    }

    private ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static String sha256(int[] slots) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Integer.BYTES * slots.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(slots).forEach(bytes::putInt);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** Reads a configuration name. */
    private static final class HashConverter implements ITypeConverter<HashFunction> {
        @Override
        public HashFunction convert(String name) {
            try {
                return HashFunction.ofConfigName(name);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads {@code ADDR=WEIGHT}. */
    private static final class RealConverter implements ITypeConverter<GivenReal> {
        @Override
        public GivenReal convert(String text) {
            int equals = text.lastIndexOf('=');
            if (equals < 0) {
                throw new TypeConversionException(
                        "\"" + text + "\" has no weight (expected ADDR=WEIGHT: 10.0.0.1=10)");
            }
            String address = text.substring(0, equals);
            try {
                int weight = parseWeight(text.substring(equals + 1));
                return new GivenReal(address, new Member(IpAddress.parse(address), weight));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }

        private static int parseWeight(String text) {
            try {
                int weight = Integer.parseInt(text);
                if (weight >= 0) {
                    return weight;
                }
            } catch (NumberFormatException e) {
                // the message below says what is allowed
            }
            throw new IllegalArgumentException(
                    "weight \"" + text + "\" is not a number from 0 to " + Real.MAX_WEIGHT);
        }
    }
}
