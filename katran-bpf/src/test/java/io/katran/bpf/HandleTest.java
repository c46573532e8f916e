package io.katran.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class HandleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void what_nobody_closed_is_released_by_the_collector_which_says_so()
            throws InterruptedException {
        List<Long> released = new CopyOnWriteArrayList<>();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.list = new CopyOnWriteArrayList<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(Handle.class);
        logger.addAppender(log);
        try {
            forget(released);
            Instant end = Instant.now().plus(PATIENCE);
            while (released.isEmpty() && Instant.now().isBefore(end)) {
                System.gc();
                Thread.sleep(10);
            }
        } finally {
            logger.detachAppender(log);
        }

        assertThat(released).containsExactly(7L);
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .contains("map 'lost' was never closed; the garbage collector released it");
    }

    @Test
    void closing_releases_once() {
        List<Long> released = new CopyOnWriteArrayList<>();
        Handle handle = Handle.ofPointer("thing", 9, released::add);
        handle.close();
        handle.close();

        assertThat(released).containsExactly(9L);
    }

    private static void forget(List<Long> released) {
        Handle.ofPointer("map 'lost'", 7, released::add);
    }
}
