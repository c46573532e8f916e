package io.katran.cli.lab;

import java.io.PrintWriter;

/** Lines for people, each with the seconds since the start. */
final class Journal {
    private final PrintWriter out;
    private final long start = System.nanoTime();

    Journal(PrintWriter out) {
        this.out = out;
    }

    void say(String format, Object... arguments) {
        out.printf("%6.1f s  %s%n", seconds(start), String.format(format, arguments));
        out.flush();
    }

    /** A line that continues the one before. */
    void more(String format, Object... arguments) {
        out.printf("          %s%n", String.format(format, arguments));
        out.flush();
    }

    static double seconds(long sinceNano) {
        return (System.nanoTime() - sinceNano) / 1e9;
    }
}
