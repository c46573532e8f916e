package io.katran.control.time;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** A clock that tests move. Sleeping moves it too; scheduled tasks run in {@link #advance} only. */
public final class ManualTime implements Time {
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(
                    Comparator.comparingLong((Task task) -> task.due)
                            .thenComparingLong(task -> task.serial));
    private long now = 1_000_000_000L;
    private long serial;

    private record Task(long due, long serial, Runnable action) {}

    @Override
    public synchronized long nanos() {
        return now;
    }

    @Override
    public synchronized void sleep(Duration duration) {
        now += Math.max(0, duration.toNanos());
    }

    @Override
    public synchronized Scheduled schedule(Duration delay, Runnable action) {
        Task task = new Task(now + delay.toNanos(), serial++, action);
        tasks.add(task);
        return () -> cancel(task);
    }

    private synchronized void cancel(Task task) {
        tasks.remove(task);
    }

    /** Moves the clock and runs, on the calling thread, what becomes due, each at its own time. */
    public void advance(Duration duration) {
        long end = nanos() + duration.toNanos();
        for (Task task = nextUntil(end); task != null; task = nextUntil(end)) {
            task.action.run();
        }
        synchronized (this) {
            now = Math.max(now, end);
        }
    }

    private synchronized @Nullable Task nextUntil(long end) {
        Task task = tasks.peek();
        if (task == null || task.due > end) {
            return null;
        }
        tasks.remove();
        now = Math.max(now, task.due);
        return task;
    }

    public synchronized int pendingTasks() {
        return tasks.size();
    }
}
