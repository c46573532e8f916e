package io.katran.bpf;

import java.nio.ByteBuffer;

/** Sees the keys of a map one by one. */
@FunctionalInterface
public interface KeyVisitor {
    /**
     * Sees one key, in native byte order from 0 to limit, valid during the call; answers whether to
     * go on.
     */
    boolean visit(ByteBuffer key);
}
