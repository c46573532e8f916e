package io.katran.bpf.btf;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * An enum's constants in the order of declaration.
 *
 * @param name the name behind {@code enum}; empty if it has none
 * @param values constant to value
 */
public record EnumLayout(String name, Map<String, Long> values) {
    public EnumLayout {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * The value of a constant.
     *
     * @throws NoSuchElementException if the enum has no such constant
     */
    public long value(String constant) {
        Long value = values.get(constant);
        if (value == null) {
            throw new NoSuchElementException("enum " + name + " has no constant " + constant);
        }
        return value;
    }

    /** The first constant with a value. */
    public Optional<String> nameOf(long value) {
        return values.entrySet().stream()
                .filter(entry -> entry.getValue() == value)
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
