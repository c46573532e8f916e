package io.katran.cli.lab;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.katran.api.ErrorCode;
import io.katran.api.KatranException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A file of reals and weights, as the plugin for discovery from a file reads it. */
final class RealsFile {
    private final Path file;

    RealsFile(Path file) {
        this.file = file;
    }

    /**
     * Weights by address, in the order of the file.
     *
     * @throws KatranException SETTINGS_INVALID if it is no such file
     */
    Map<String, Integer> weights() {
        try {
            Map<String, Integer> weights = new LinkedHashMap<>();
            for (Config real : ConfigFactory.parseFile(file.toFile()).getConfigList("reals")) {
                weights.put(real.getString("address"), real.getInt("weight"));
            }
            return weights;
        } catch (ConfigException e) {
            throw new KatranException(ErrorCode.SETTINGS_INVALID, file + ": " + e.getMessage(), e);
        }
    }

    /** Changes one weight; a reader sees the old file or the new one, never half of one. */
    void setWeight(String address, int weight) {
        Map<String, Integer> weights = weights();
        weights.put(address, weight);
        String text =
                weights.entrySet().stream()
                        .map(
                                real ->
                                        String.format(
                                                "  { address = \"%s\", weight = %d }%n",
                                                real.getKey(), real.getValue()))
                        .collect(Collectors.joining("", "reals = [\n", "]\n"));
        try {
            Path draft = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(draft, text);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
