package io.katran.bpf;

import java.lang.ref.Cleaner;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A native resource with the states open and closed.
 *
 * <p>Users hold the read lock from {@link #enter} to {@link #exit}, closing takes the write lock: a
 * descriptor number is therefore never given back while a call still uses it, and after closing
 * every use is an {@link IllegalStateException}. A resource nobody closed is released by the
 * garbage collector, which says so in the log.
 */
final class Handle {
    private static final Logger LOG = LoggerFactory.getLogger(Handle.class);
    private static final Cleaner CLEANER = Cleaner.create();

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final String label;
    private final Release release;
    private final Cleaner.Cleanable cleanable;
    private boolean closed;

    private Handle(String label, long value, LongConsumer action) {
        this.label = label;
        this.release = new Release(label, value, action);
        this.cleanable = CLEANER.register(this, release);
    }

    /** Owns a file descriptor. */
    static Handle ofFd(String label, int fd) {
        return new Handle(label, fd, value -> Native.fdClose((int) value));
    }

    /**
     * Owns a pointer of the native library; the action must not refer to the handle or its owner.
     */
    static Handle ofPointer(String label, long pointer, LongConsumer action) {
        return new Handle(label, pointer, action);
    }

    /** The resource, kept alive until {@link #exit}. */
    long enter() {
        lock.readLock().lock();
        if (closed) {
            lock.readLock().unlock();
            throw new IllegalStateException(label + " is closed");
        }
        return release.value;
    }

    /** Runs a call on the descriptor. */
    <T> T callFd(IntFunction<T> call) {
        int fd = (int) enter();
        try {
            return call.apply(fd);
        } finally {
            exit();
        }
    }

    /** Runs a call on the resource. */
    long callLong(LongUnaryOperator call) {
        long value = enter();
        try {
            return call.applyAsLong(value);
        } finally {
            exit();
        }
    }

    void exit() {
        lock.readLock().unlock();
    }

    String label() {
        return label;
    }

    /** Waits for running calls, then releases; does nothing the second time. */
    void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                release.asked = true;
                cleanable.clean();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private static final class Release implements Runnable {
        private final String label;
        private final long value;
        private final LongConsumer action;
        private volatile boolean asked;

        Release(String label, long value, LongConsumer action) {
            this.label = label;
            this.value = value;
            this.action = action;
        }

        @Override
        public void run() {
            if (!asked) {
                LOG.warn("{} was never closed; the garbage collector released it", label);
            }
            action.accept(value);
        }
    }
}
