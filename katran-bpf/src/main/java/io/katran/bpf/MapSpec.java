package io.katran.bpf;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a map to be created looks like.
 *
 * @param type the kind of map
 * @param name at most 15 bytes; the kernel shows it in listings
 * @param keyBytes size of a key
 * @param valueBytes size of a value (on one CPU, if per CPU); 4 for a map of maps
 * @param maxEntries at least 1
 * @param flags from {@link MapFlags}
 * @param numaNode where the memory should be; sets {@link MapFlags#NUMA_NODE}
 * @param innerMap the pattern of the inner maps of a map of maps
 */
public record MapSpec(
        MapType type,
        String name,
        int keyBytes,
        int valueBytes,
        int maxEntries,
        int flags,
        OptionalInt numaNode,
        Optional<BpfMap> innerMap) {

    private static final int MAX_NAME_BYTES = 15;

    public MapSpec {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(numaNode, "numaNode");
        Objects.requireNonNull(innerMap, "innerMap");
        if (name.length() > MAX_NAME_BYTES || !name.matches("[A-Za-z0-9_.]*")) {
            throw new IllegalArgumentException(
                    "map name '"
                            + name
                            + "': the kernel takes up to 15 letters, digits, '_' and '.'");
        }
        if (type == MapType.OTHER) {
            throw new IllegalArgumentException(
                    "map '" + name + "': OTHER is no type a map can be created with");
        }
        if (type.isMapOfMaps() != innerMap.isPresent()) {
            throw new IllegalArgumentException(
                    "map '"
                            + name
                            + "' is a "
                            + type
                            + ": an inner map is needed by maps of maps, and by them only");
        }
    }

    /** A map on any NUMA node. */
    public MapSpec(
            MapType type, String name, int keyBytes, int valueBytes, int maxEntries, int flags) {
        this(
                type,
                name,
                keyBytes,
                valueBytes,
                maxEntries,
                flags,
                OptionalInt.empty(),
                Optional.empty());
    }

    /** A map of maps; the values are descriptors of maps like {@code inner}. */
    public static MapSpec ofMaps(
            MapType type, String name, int keyBytes, int maxEntries, BpfMap inner) {
        return new MapSpec(
                type,
                name,
                keyBytes,
                Integer.BYTES,
                maxEntries,
                MapFlags.NONE,
                OptionalInt.empty(),
                Optional.of(inner));
    }

    /** The same map with its memory on one NUMA node. */
    public MapSpec withNumaNode(int node) {
        return new MapSpec(
                type,
                name,
                keyBytes,
                valueBytes,
                maxEntries,
                flags,
                OptionalInt.of(node),
                innerMap);
    }
}
