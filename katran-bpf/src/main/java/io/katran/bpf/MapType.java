package io.katran.bpf;

/** The kinds of map this library meets, with the kernel's numbers. */
public enum MapType {
    HASH(1),
    ARRAY(2),
    PROG_ARRAY(3),
    PERF_EVENT_ARRAY(4),
    PERCPU_HASH(5),
    PERCPU_ARRAY(6),
    LRU_HASH(9),
    LRU_PERCPU_HASH(10),
    LPM_TRIE(11),
    ARRAY_OF_MAPS(12),
    HASH_OF_MAPS(13),
    DEVMAP(14),
    CPUMAP(16),
    DEVMAP_HASH(25),
    RINGBUF(27),
    /** A map of another tool, of a kind this library does not use. */
    OTHER(-1);

    private final int number;

    MapType(int number) {
        this.number = number;
    }

    /** The kernel's number of this type. */
    public int number() {
        return number;
    }

    /** Whether each entry has one value for every possible CPU. */
    public boolean isPerCpu() {
        return this == PERCPU_HASH || this == PERCPU_ARRAY || this == LRU_PERCPU_HASH;
    }

    /** Whether the values are maps themselves. */
    public boolean isMapOfMaps() {
        return this == ARRAY_OF_MAPS || this == HASH_OF_MAPS;
    }

    /** The type of a kernel number, {@link #OTHER} if it has none here. */
    public static MapType of(int number) {
        for (MapType type : values()) {
            if (type.number == number) {
                return type;
            }
        }
        return OTHER;
    }
}
