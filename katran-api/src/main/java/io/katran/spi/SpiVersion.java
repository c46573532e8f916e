package io.katran.spi;

/**
 * The version of the plugin interface. A host takes a plugin of the same major version whose minor
 * version is not newer than its own.
 */
public record SpiVersion(int major, int minor) {
    /** The version of the {@code katran-api} that is compiled against. */
    public static final SpiVersion CURRENT = new SpiVersion(1, 0);

    public boolean accepts(SpiVersion plugin) {
        return plugin.major == major && plugin.minor <= minor;
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
