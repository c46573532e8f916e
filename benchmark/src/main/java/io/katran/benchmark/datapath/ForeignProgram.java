package io.katran.benchmark.datapath;

import io.katran.api.ErrorCode;
import io.katran.api.KatranException;
import io.katran.bpf.BpfException;
import io.katran.bpf.BpfMap;
import io.katran.bpf.BpfProgram;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A program that somebody else loaded and provisioned. */
final class ForeignProgram implements Subject {
    private static final Pattern OPTION =
            Pattern.compile("(?<name>[^=]+)=(?<program>[^,]+)(,stats=(?<stats>.+))?");
    private static final String BY_ID = "id:";

    private final String name;
    private final BpfProgram program;
    private final @Nullable BpfMap statsMap;
    private final @Nullable ReferenceStats stats;

    private ForeignProgram(String name, BpfProgram program, @Nullable BpfMap statsMap) {
        this.name = name;
        this.program = program;
        this.statsMap = statsMap;
        this.stats = statsMap == null ? null : new ReferenceStats(statsMap);
    }

    /**
     * Opens what {@code NAME=PIN|id:N[,stats=PIN|id:N]} says.
     *
     * @throws KatranException INVALID_ARGUMENT if it says nothing, or nothing that exists
     */
    static ForeignProgram open(String option) {
        Matcher parts = OPTION.matcher(option);
        if (!parts.matches()) {
            throw new KatranException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--program "
                            + option
                            + " is not understood: write NAME=PIN, NAME=id:N, or either followed"
                            + " by ,stats=PIN or ,stats=id:N");
        }
        BpfProgram program =
                open(option, parts.group("program"), BpfProgram::openPinned, BpfProgram::openById);
        String stats = parts.group("stats");
        try {
            return new ForeignProgram(
                    parts.group("name"),
                    program,
                    stats == null
                            ? null
                            : open(option, stats, BpfMap::openPinned, BpfMap::openById));
        } catch (KatranException e) {
            program.close();
            throw e;
        }
    }

    private static <T> T open(
            String option, String where, Function<Path, T> byPin, IntFunction<T> byId) {
        try {
            return where.startsWith(BY_ID)
                    ? byId.apply(Integer.parseInt(where.substring(BY_ID.length())))
                    : byPin.apply(Path.of(where));
        } catch (NumberFormatException e) {
            throw new KatranException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--program " + option + ": " + where + " is no id: write id:N with a number",
                    e);
        } catch (BpfException e) {
            throw new KatranException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--program "
                            + option
                            + ": "
                            + e.getMessage()
                            + "; `bpftool prog show` and `bpftool map show` list ids and pins",
                    e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public BpfProgram program() {
        return program;
    }

    /** Without its statistics it keeps the limit it has. */
    @Override
    public void set(NewFlows state) {
        if (stats != null) {
            stats.set(state);
        }
    }

    @Override
    public Map<String, Long> counters() {
        return stats == null ? Map.of() : stats.counters();
    }

    @Override
    public void close() {
        if (statsMap != null) {
            statsMap.close();
        }
        program.close();
    }
}
