package io.katran.bpf;

/**
 * What the kernel says of a map.
 *
 * @param type the kind; {@link MapType#OTHER} if this library does not know it
 * @param id the kernel's number of the map
 * @param name up to 15 characters
 * @param keyBytes size of a key
 * @param valueBytes size of a value on one CPU
 * @param maxEntries capacity
 * @param flags see {@link MapFlags}
 */
public record MapInfo(
        MapType type,
        int id,
        String name,
        int keyBytes,
        int valueBytes,
        int maxEntries,
        int flags) {

    /** Whether a creation flag is set. */
    public boolean has(int flag) {
        return (flags & flag) == flag;
    }
}
