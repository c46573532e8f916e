package io.katran.cli.lab;

import java.io.PrintWriter;
import java.time.Duration;

/** Lines for people, each with the seconds since the start. */
final class Journal {
    private final PrintWriter out;
    private final long start;

    /**
     * @param elapsedSeconds what to count on from
     */
    Journal(PrintWriter out, int elapsedSeconds) {
        this.out = out;
        this.start = System.nanoTime() - Duration.ofSeconds(elapsedSeconds).toNanos();
    }

    void say(String format, Object... arguments) {
        out.printf("[%3.0f s] %s%n", seconds(start), String.format(format, arguments));
        out.flush();
    }

    /** A line that continues the one before. */
    void more(String format, Object... arguments) {
        out.printf("        %s%n", String.format(format, arguments));
        out.flush();
    }

    static double seconds(long sinceNano) {
        return (System.nanoTime() - sinceNano) / 1e9;
    }
}
