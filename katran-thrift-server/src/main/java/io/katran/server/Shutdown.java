package io.katran.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been started, to be ended in reverse order; one that fails does not keep the others. */
final class Shutdown implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private final Deque<Step> steps = new ArrayDeque<>();

    private record Step(String name, Runnable end) {}

    synchronized void add(String name, Runnable end) {
        steps.push(new Step(name, end));
    }

    /** Ends everything; does nothing the second time. */
    @Override
    public synchronized void run() {
        while (!steps.isEmpty()) {
            Step step = steps.pop();
            try {
                step.end.run();
            } catch (RuntimeException e) {
                LOG.error("stopping the {} failed", step.name, e);
            }
        }
    }
}
