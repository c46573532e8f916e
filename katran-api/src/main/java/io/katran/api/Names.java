package io.katran.api;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Names in configuration files. */
final class Names {
    private Names() {}

    /** The constant of a name in lower case with hyphens. */
    static <E extends Enum<E>> E constant(Class<E> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> of(constant).equals(name))
                .findAny()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "\"" + name + "\" is not one of " + all(type)));
    }

    private static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String all(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(Names::of)
                .collect(Collectors.joining(", "));
    }

    /** What to write instead of an unknown name. */
    static String suggest(String wrong, Collection<String> known) {
        Optional<String> nearest =
                known.stream().min(Comparator.comparingInt(name -> distance(wrong, name)));
        int tolerated = Math.max(2, wrong.length() / 3);
        return nearest.filter(name -> distance(wrong, name) <= tolerated)
                .map(name -> "did you mean \"" + name + "\"?")
                .orElseGet(
                        () ->
                                known.isEmpty()
                                        ? "no key is known here"
                                        : "known: "
                                                + known.stream()
                                                        .sorted()
                                                        .collect(Collectors.joining(", ")));
    }

    /** How many characters must be put in, taken out or replaced. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
