package io.katran.tck;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.katran.api.Real;
import io.katran.spi.DiscoveryListener;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Keeps what a discovery reports, for tests to wait for. */
public final class Reports implements DiscoveryListener {
    private static final long PATIENCE_SECONDS = 20;
    private static final long SILENCE_SECONDS = 1;

    /** One call of the listener: reals, or a reason. */
    public record Report(List<Real> reals, String reason) {}

    private final BlockingQueue<Report> queue = new LinkedBlockingQueue<>();

    @Override
    public void found(List<Real> reals) {
        queue.add(new Report(List.copyOf(reals), ""));
    }

    @Override
    public void failed(String reason) {
        queue.add(new Report(List.of(), reason));
    }

    /** Reports that nobody has waited for yet. */
    public List<Report> all() {
        return List.copyOf(queue);
    }

    public void clear() {
        queue.clear();
    }

    /** Waits until exactly these reals are reported, in any order; skips other reports. */
    public void awaitFound(List<Real> reals) throws InterruptedException {
        Report report;
        do {
            report = next("the reals " + reals);
        } while (!report.reason().isEmpty()
                || !new HashSet<>(report.reals()).equals(new HashSet<>(reals)));
    }

    /** Waits until a failure is reported; skips other reports. */
    public String awaitFailed() throws InterruptedException {
        Report report;
        do {
            report = next("a failure");
        } while (report.reason().isEmpty());
        return report.reason();
    }

    /** Whether nothing is reported for a second. */
    public boolean staysSilent() throws InterruptedException {
        return queue.poll(SILENCE_SECONDS, SECONDS) == null;
    }

    private Report next(String awaited) throws InterruptedException {
        Report report = queue.poll(PATIENCE_SECONDS, SECONDS);
        if (report == null) {
            throw new AssertionError("not reported in " + PATIENCE_SECONDS + " s: " + awaited);
        }
        return report;
    }
}
