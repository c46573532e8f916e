package io.katran.api;

import java.time.Duration;

/** Writes times and sizes as they are written in configuration files. */
final class Units {
    private Units() {}

    static String show(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0 || millis % 1_000 != 0) {
            return millis == 0 ? "0s" : millis + "ms";
        }
        long seconds = millis / 1_000;
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    static String show(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB"};
        int unit = 0;
        long rest = bytes;
        while (unit < units.length - 1 && rest >= 1_024 && rest % 1_024 == 0) {
            rest /= 1_024;
            unit++;
        }
        return rest + units[unit];
    }
}
