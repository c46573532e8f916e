package io.katran.control;

import io.katran.api.ErrorCode;
import io.katran.api.KatranException;
import io.katran.control.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that owns the {@link Applier}: all that arrives while it works is its next batch.
 *
 * <p>Every request is completed, whatever happens. Thread-safe.
 */
final class ApplierThread {
    private static final Logger log = LoggerFactory.getLogger(ApplierThread.class);
    private static final Request STOP = new Request(state -> state);

    private final Applier applier;
    private final Time time;
    private final Thread thread = new Thread(this::run, "katran-applier");
    private final Object gate = new Object();
    private final BlockingQueue<Request> queue = new LinkedBlockingQueue<>();
    private boolean stopping;
    private Time.@Nullable Scheduled retry;

    ApplierThread(Applier applier, Time time) {
        this.applier = applier;
        this.time = time;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Hands over an edit; the result completes when it is in the data path, or has failed. */
    CompletableFuture<Void> submit(Edit edit) {
        Request request = new Request(edit);
        synchronized (gate) {
            if (stopping) {
                request.done().completeExceptionally(closed());
            } else {
                queue.add(request);
            }
        }
        return request.done();
    }

    /** Looks at the health checks again soon. */
    void nudge() {
        submit(state -> state);
    }

    /** Lets the thread finish what it was given and waits for its end. */
    void stop() {
        synchronized (gate) {
            if (!stopping) {
                stopping = true;
                queue.add(STOP);
            }
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        boolean running = true;
        while (running) {
            List<Request> batch = nextBatch();
            running = !batch.remove(STOP);
            apply(batch);
        }
    }

    private List<Request> nextBatch() {
        List<Request> batch = new ArrayList<>();
        while (batch.isEmpty()) {
            try {
                batch.add(queue.take());
            } catch (InterruptedException e) {
                log.debug("Interrupted, although only stop() ends this thread");
            }
        }
        queue.drainTo(batch);
        return batch;
    }

    private void apply(List<Request> batch) {
        try {
            retryAfter(applier.apply(batch));
        } catch (Throwable e) {
            log.error("The applier failed in a way that it must not", e);
            KatranException error =
                    new KatranException(ErrorCode.INTERNAL, "internal error: " + e, e);
            batch.forEach(request -> request.done().completeExceptionally(error));
        }
    }

    private void retryAfter(Optional<Duration> pause) {
        if (retry != null) {
            retry.cancel();
        }
        retry = pause.map(p -> time.schedule(p, this::nudge)).orElse(null);
    }

    static KatranException closed() {
        return new KatranException(ErrorCode.CLOSED, "the load balancer is closed");
    }
}
