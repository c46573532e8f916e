package io.katran.bpf;

/** Creation flags of maps, as the kernel numbers them; combine with {@code |}. */
public final class MapFlags {
    public static final int NONE = 0;

    /** Hash maps allocate entries when they are needed; mandatory for LPM tries. */
    public static final int NO_PREALLOC = 1;

    /** Each CPU of an LRU map has a free list of its own. */
    public static final int NO_COMMON_LRU = 1 << 1;

    /** The memory is taken from the given NUMA node. */
    public static final int NUMA_NODE = 1 << 2;

    /** Programs may only read. */
    public static final int READ_ONLY_PROGRAM = 1 << 7;

    /** An array whose memory can be mapped into this process. */
    public static final int MMAPABLE = 1 << 10;

    /** An array that may be an inner map whatever its number of entries. */
    public static final int INNER_MAP = 1 << 12;

    private MapFlags() {}
}
