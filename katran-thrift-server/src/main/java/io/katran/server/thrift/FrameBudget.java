package io.katran.server.thrift;

import java.util.concurrent.atomic.AtomicLong;

/** Memory that large requests of all connections may take together. Thread-safe. */
final class FrameBudget {

    /** Bytes of each request that are never counted. */
    static final int FREE_BYTES = 64 << 10;

    private final long limit;
    private final AtomicLong reserved = new AtomicLong();

    FrameBudget(long limit) {
        this.limit = limit;
    }

    /** Reserves all of the bytes or none of them. */
    boolean reserve(long bytes) {
        if (reserved.addAndGet(bytes) <= limit) {
            return true;
        }
        reserved.addAndGet(-bytes);
        return false;
    }

    void release(long bytes) {
        reserved.addAndGet(-bytes);
    }

    long reserved() {
        return reserved.get();
    }
}
