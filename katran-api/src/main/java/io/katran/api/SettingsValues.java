package io.katran.api;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.util.function.Function;

/**
 * What a single value of a configuration file means.
 *
 * <p>Wrong ones are an {@link IllegalArgumentException} that says what is allowed.
 */
final class SettingsValues {
    /** Where a value is put when the library wants a path to it. */
    static final String SLOT = "value";

    private SettingsValues() {}

    static boolean onOff(ConfigValue value) {
        try {
            return value.atKey(SLOT).getBoolean(SLOT);
        } catch (ConfigException e) {
            throw new IllegalArgumentException(shown(value) + " is not on or off", e);
        }
    }

    /** The library's own numbers cut fractions off silently, hence the text. */
    static long whole(ConfigValue value, long min, long max) {
        long number;
        try {
            number = new BigDecimal(text(value)).longValueExact();
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException(shown(value) + " is not a whole number", e);
        }
        if (number < min || number > max) {
            throw new IllegalArgumentException(number + " is not in " + min + ".." + max);
        }
        return number;
    }

    static <T> T withUnit(ConfigValue value, String example, Function<Config, T> get) {
        boolean hasUnit =
                value.valueType() == ConfigValueType.STRING
                        && text(value).chars().anyMatch(Character::isLetter);
        if (hasUnit) {
            try {
                return get.apply(value.atKey(SLOT));
            } catch (ConfigException e) {
                throw new IllegalArgumentException(
                        shown(value) + " is not a number with a unit, as " + example, e);
            }
        }
        throw new IllegalArgumentException(shown(value) + " lacks its unit, as in " + example);
    }

    /** The text of a plain value as it was written. */
    static String text(ConfigValue value) {
        if (!isPlain(value)) {
            throw new IllegalArgumentException(shown(value) + " is not a plain value");
        }
        String text = value.atKey(SLOT).getString(SLOT);
        if (text.isBlank()) {
            throw new IllegalArgumentException("is empty");
        }
        return text;
    }

    /** The value for a message. */
    static String shown(ConfigValue value) {
        return switch (value.valueType()) {
            case OBJECT -> "a block { ... }";
            case LIST -> "a list [ ... ]";
            case NULL -> "null";
            case STRING, NUMBER, BOOLEAN -> "\"" + value.atKey(SLOT).getString(SLOT) + "\"";
        };
    }

    private static boolean isPlain(ConfigValue value) {
        return switch (value.valueType()) {
            case OBJECT, LIST, NULL -> false;
            case STRING, NUMBER, BOOLEAN -> true;
        };
    }
}
