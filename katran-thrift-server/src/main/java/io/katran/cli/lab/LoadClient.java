package io.katran.cli.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Makes real TCP connections to one address, each with one question, on eight threads. */
final class LoadClient {
    private static final int THREADS = 8;

    private final InetSocketAddress target;

    LoadClient(InetSocketAddress target) {
        this.target = target;
    }

    /** Makes so many connections as fast as they are answered, and waits for all of them. */
    Outcomes connect(int count) {
        OutcomeCounter counter = new OutcomeCounter();
        AtomicInteger left = new AtomicInteger(count);
        runOnAllThreads(() -> left.getAndDecrement() > 0, () -> once(counter));
        return counter.outcomes();
    }

    /** Makes connections, a little apart from each other, for as long as the condition holds. */
    void connectWhile(BooleanSupplier condition, OutcomeSink sink) {
        runOnAllThreads(
                condition,
                () -> {
                    once(sink);
                    Pause.ms(10);
                });
    }

    private void once(OutcomeSink sink) {
        try (HttpConnection connection = new HttpConnection(target)) {
            sink.answered(connection.askAndPart());
        } catch (IOException e) {
            sink.failed(e);
        }
    }

    private void runOnAllThreads(BooleanSupplier condition, Runnable step) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread =
                    new Thread(
                            () -> {
                                while (condition.getAsBoolean()) {
                                    step.run();
                                }
                            },
                            "load-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        threads.forEach(LoadClient::join);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
