package io.katran.plugins.discovery.consul;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.codahale.metrics.MetricRegistry;
import io.katran.api.Real;
import io.katran.plugins.discovery.consul.ConsulSettings.EmptyAnswer;
import io.katran.spi.DiscoveryListener;
import io.katran.spi.ServiceDiscovery;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Consul again and again for the instances of a service. Each question carries the index of
 * the last answer and is answered when something changed; no thread waits meanwhile.
 *
 * <p>After anything that went wrong the next question carries no index, so that its answer comes at
 * once and is news, whatever happened to the catalogue in between.
 */
final class ConsulDiscovery implements ServiceDiscovery {
    private static final Logger LOG = LoggerFactory.getLogger(ConsulDiscovery.class);

    private final ConsulSettings settings;
    private final Catalogue catalogue;
    private final ScheduledExecutorService scheduler;
    private final DiscoveryListener listener;
    private final Meters meters;

    private boolean started;
    private boolean closed;
    private long index;
    private int failures;
    private @Nullable CompletableFuture<HttpResponse<byte[]>> question;
    private @Nullable Future<?> next;
    private @Nullable List<Real> lastReals;
    private @Nullable String lastFailure;

    ConsulDiscovery(
            ConsulSettings settings,
            Catalogue catalogue,
            ScheduledExecutorService scheduler,
            MetricRegistry metrics,
            DiscoveryListener listener) {
        this.settings = settings;
        this.catalogue = catalogue;
        this.scheduler = scheduler;
        this.listener = listener;
        this.meters = new Meters(metrics, settings.service());
    }

    @Override
    public synchronized void start() {
        if (!started && !closed) {
            started = true;
            meters.register();
            ask();
        }
    }

    private synchronized void ask() {
        if (closed) {
            return;
        }
        meters.lookups.inc();
        try {
            question = catalogue.ask(index);
            question.whenComplete(this::answered);
        } catch (IOException | RuntimeException e) {
            answered(null, e);
        }
    }

    private synchronized void answered(
            @Nullable HttpResponse<byte[]> response, @Nullable Throwable failure) {
        if (closed) {
            return;
        }
        Duration pause = settings.interval();
        try {
            if (response == null) {
                throw new IOException(reason(failure), failure);
            }
            take(Answer.of(response, settings.weightKey()));
            failures = 0;
        } catch (IOException e) {
            fail(String.valueOf(e.getMessage()));
            pause = pauseAfterFailure();
        } catch (RuntimeException e) {
            LOG.error("service {}: an answer could not be handled", settings.service(), e);
            fail("an answer could not be handled: " + e);
            pause = pauseAfterFailure();
        }
        next = scheduler.schedule(this::ask, pause.toMillis(), MILLISECONDS);
    }

    private void take(Answer answer) {
        // An index that went down is of another catalogue: a server was restored, or is a new one.
        // 0 would make Consul answer at once for ever; 1 makes it wait.
        index = answer.index() < index ? 0 : Math.max(1, answer.index());
        meters.lastIndex = answer.index();
        if (answer.reals().isEmpty() && settings.empty() == EmptyAnswer.KEEP) {
            meters.emptyAnswers.inc();
            report("no instance that fits; the last reals stay (empty = keep)");
        } else if (!answer.reals().equals(lastReals)) {
            lastReals = answer.reals();
            lastFailure = null;
            meters.reals = answer.reals().size();
            listener.found(answer.reals());
        }
    }

    private void fail(String reason) {
        meters.errors.inc();
        index = 0;
        report(reason);
    }

    /** What is found next is news, because the host was told that nothing is known. */
    private void report(String reason) {
        lastReals = null;
        String full = settings.address() + ": service \"" + settings.service() + "\": " + reason;
        if (!full.equals(lastFailure)) {
            lastFailure = full;
            listener.failed(full);
        }
    }

    private Duration pauseAfterFailure() {
        long millis = settings.retryMin().toMillis();
        long max = settings.retryMax().toMillis();
        for (int i = 0; i < failures && millis < max; i++) {
            millis *= 2;
        }
        failures++;
        millis = Math.min(millis, max);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
    }

    private String reason(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof CancellationException) {
            return "no answer in " + catalogue.patience(index).toMillis() + " ms";
        }
        if (cause instanceof ConnectException) {
            return "cannot connect";
        }
        boolean spoken = cause instanceof IOException && cause.getMessage() != null;
        return spoken ? cause.getMessage() : String.valueOf(cause);
    }

    @Override
    public void close() {
        CompletableFuture<?> pending;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            pending = question;
            if (next != null) {
                next.cancel(false);
            }
            catalogue.close();
            meters.unregister();
        }
        if (pending != null) {
            pending.cancel(true);
        }
    }
}
