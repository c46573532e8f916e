package io.katran.api;

import com.typesafe.config.ConfigOrigin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is wrong, and what is doubtful, in one set of settings. */
final class SettingsProblems {
    /** {@code conf/katran.conf: 14}, or with a range of lines, or {@code name @ url: 14}. */
    private static final Pattern ORIGIN =
            Pattern.compile("(.*?)(?: @ \\S+?)?(?:: (\\d+)(?:-\\d+)?)?", Pattern.DOTALL);

    private static final String MERGED = "merge of ";

    private record Finding(int line, String text) {}

    private final Map<String, List<Finding>> problems = new LinkedHashMap<>();
    private final Map<String, List<Finding>> warnings = new LinkedHashMap<>();

    void problem(ConfigOrigin origin, String key, String text) {
        add(problems, origin, key, text);
    }

    void warning(ConfigOrigin origin, String key, String text) {
        add(warnings, origin, key, text);
    }

    List<String> problems() {
        return inOrder(problems);
    }

    List<String> warnings() {
        return inOrder(warnings);
    }

    /** {@code file:line}, or as much of it as is known. */
    static String where(ConfigOrigin origin) {
        Matcher parts = parts(origin);
        return parts.group(2) == null ? parts.group(1) : parts.group(1) + ":" + parts.group(2);
    }

    private static Matcher parts(ConfigOrigin origin) {
        String text = origin.description();
        if (text.startsWith(MERGED)) {
            text = text.substring(MERGED.length()).split(",", 2)[0];
        }
        Matcher parts = ORIGIN.matcher(text);
        if (!parts.matches()) {
            throw new IllegalStateException("unexpected origin: " + text);
        }
        return parts;
    }

    private static void add(
            Map<String, List<Finding>> findings, ConfigOrigin origin, String key, String text) {
        Matcher parts = parts(origin);
        int line = parts.group(2) == null ? Integer.MAX_VALUE : Integer.parseInt(parts.group(2));
        String whole = where(origin) + ": " + key + ": " + text;
        findings.computeIfAbsent(parts.group(1), file -> new ArrayList<>())
                .add(new Finding(line, whole));
    }

    private static List<String> inOrder(Map<String, List<Finding>> findings) {
        return findings.values().stream()
                .flatMap(file -> file.stream().sorted(Comparator.comparingInt(Finding::line)))
                .map(Finding::text)
                .distinct()
                .toList();
    }
}
