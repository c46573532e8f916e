package io.katran.plugins.discovery.file;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.katran.api.Real;
import io.katran.api.SettingsException;
import io.katran.spi.DiscoveryListener;
import io.katran.spi.ServiceDiscovery;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a file at a fixed interval and reports when its meaning changes.
 *
 * <p>The file is read whole each time and compared with what was seen before. Notifications and
 * time stamps would save that, but miss changes: of bind mounts, of files replaced by renaming one
 * of their directories, and of two writes within one tick of the clock. A file of a thousand reals
 * is read in a fraction of a millisecond.
 */
final class FileDiscovery implements ServiceDiscovery {
    private static final Logger LOG = LoggerFactory.getLogger(FileDiscovery.class);
    private static final long MAX_BYTES = 16L << 20;

    private final Path path;
    private final Duration interval;
    private final ScheduledExecutorService scheduler;
    private final DiscoveryListener listener;

    private @Nullable ScheduledFuture<?> looking;
    private boolean closed;
    private @Nullable String lastContent;
    private @Nullable String lastFailure;

    FileDiscovery(
            Path path,
            Duration interval,
            ScheduledExecutorService scheduler,
            DiscoveryListener listener) {
        this.path = path;
        this.interval = interval;
        this.scheduler = scheduler;
        this.listener = listener;
    }

    @Override
    public synchronized void start() {
        if (looking == null && !closed) {
            look();
            long nanos = interval.toNanos();
            looking = scheduler.scheduleWithFixedDelay(this::lookAgain, nanos, nanos, NANOSECONDS);
        }
    }

    /** An exception would end the schedule for good, and silently. */
    private void lookAgain() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.error("looking at {} failed; trying again in {}", path, interval, e);
        }
    }

    private synchronized void look() {
        if (closed) {
            return;
        }
        try {
            String content = read();
            if (!content.equals(lastContent)) {
                lastContent = content;
                List<Real> reals = RealsFile.parse(path.toString(), content);
                lastFailure = null;
                listener.found(reals);
            }
        } catch (NoSuchFileException e) {
            fail(path + ": no such file");
        } catch (AccessDeniedException e) {
            fail(path + ": no permission to read it");
        } catch (IOException e) {
            fail(path + ": cannot be read: " + e);
        } catch (SettingsException e) {
            report(String.join("; ", e.problems()));
        }
    }

    private String read() throws IOException {
        long size = Files.size(path);
        if (size > MAX_BYTES) {
            throw new IOException(size + " bytes are more than " + MAX_BYTES);
        }
        return Files.readString(path);
    }

    /** The content is unknown, so that whatever is read next is news. */
    private void fail(String reason) {
        lastContent = null;
        report(reason);
    }

    private void report(String reason) {
        if (!reason.equals(lastFailure)) {
            lastFailure = reason;
            listener.failed(reason);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (looking != null) {
            looking.cancel(false);
        }
    }
}
