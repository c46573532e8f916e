package io.katran.dataplane.bpf;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the running kernel has beyond the minimum of 5.10. */
final class KernelFeatures {
    private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*");

    private KernelFeatures() {}

    /** The helper for the coarse monotonic clock came with Linux 5.11. */
    static boolean hasCoarseClock() {
        return atLeast(System.getProperty("os.version"), 5, 11);
    }

    static boolean atLeast(String release, int major, int minor) {
        Matcher matcher = RELEASE.matcher(release);
        if (!matcher.matches()) {
            return false;
        }
        int foundMajor = Integer.parseInt(matcher.group(1));
        int foundMinor = Integer.parseInt(matcher.group(2));
        return foundMajor > major || foundMajor == major && foundMinor >= minor;
    }
}
