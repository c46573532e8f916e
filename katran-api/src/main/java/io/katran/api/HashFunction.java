package io.katran.api;

import java.util.Arrays;

/** How a VIP's ring is filled from its reals. */
public enum HashFunction {
    /**
     * Maglev as the reference has always run it. A weight counts only in the first round, so
     * unequal weights have next to no effect on the shares.
     */
    MAGLEV("maglev"),
    /** Maglev with shares proportional to the weights. */
    MAGLEV_V2("maglev-v2");

    private final String configName;

    HashFunction(String configName) {
        this.configName = configName;
    }

    /** The name in configuration files and on the command line. */
    public String configName() {
        return configName;
    }

    /**
     * The function of a configuration name.
     *
     * @throws IllegalArgumentException for an unknown name
     */
    public static HashFunction ofConfigName(String name) {
        return Arrays.stream(values())
                .filter(f -> f.configName.equals(name))
                .findAny()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "hash \"" + name + "\" is not maglev or maglev-v2"));
    }
}
