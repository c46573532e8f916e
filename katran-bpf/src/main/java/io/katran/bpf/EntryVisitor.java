package io.katran.bpf;

import java.nio.ByteBuffer;

/** Sees the entries of a map one by one. */
@FunctionalInterface
public interface EntryVisitor {
    /**
     * Sees one entry.
     *
     * @param key in native byte order, from 0 to limit, valid during the call
     * @param value likewise
     * @return whether to go on
     */
    boolean visit(ByteBuffer key, ByteBuffer value);
}
