package io.katran.api;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads one block of settings and finds everything that is wrong with it.
 *
 * <p>A getter never throws for a wrong value: it notes {@code file:line: key: what is wrong, what
 * is allowed} and returns a stand-in of the right type, so that reading goes on and one run reports
 * all problems. {@link #finish} then throws them. Nothing is corrected silently: what was read may
 * be used only after {@code finish} returned. A key that no getter has asked for is a problem as
 * well, so the code that reads is the list of what is known.
 *
 * <pre>{@code
 * SettingsReader reader = SettingsReader.of(settings, defaults, "health-check");
 * Duration interval = reader.duration("interval", Duration.ofMillis(100), Duration.ofHours(1));
 * Optional<Integer> port = reader.optional("port", key -> reader.integer(key, 1, 65535));
 * reader.finish();
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class SettingsReader {
    private final ConfigObject given;
    private final ConfigObject defaults;
    private final String path;
    private final SettingsProblems problems;
    private final @Nullable SettingsReader parent;
    private final List<SettingsReader> children = new ArrayList<>();
    private final Map<String, SettingsReader> blocks = new HashMap<>();
    private final Set<String> known = new LinkedHashSet<>();
    private boolean clean = true;

    private SettingsReader(
            ConfigObject given,
            ConfigObject defaults,
            String path,
            SettingsProblems problems,
            @Nullable SettingsReader parent) {
        this.given = given;
        this.defaults = defaults;
        this.path = path;
        this.problems = problems;
        this.parent = parent;
    }

    /** What to throw if the library cannot parse or resolve a text: place and reason. */
    public static SettingsException unreadable(ConfigException failure) {
        String message = String.valueOf(failure.getMessage());
        ConfigOrigin origin = failure.origin();
        if (origin == null) {
            return new SettingsException(List.of(message));
        }
        String prefix = origin.description() + ": ";
        String reason = message.startsWith(prefix) ? message.substring(prefix.length()) : message;
        return new SettingsException(List.of(SettingsProblems.where(origin) + ": " + reason));
    }

    /** A reader of a resolved block without defaults; {@code path} is its name in messages. */
    public static SettingsReader of(Config given, String path) {
        return of(given, ConfigFactory.empty(), path);
    }

    /**
     * A reader of a resolved block.
     *
     * @param defaults what a key that is not given takes
     * @param path the name of the block in messages: {@code katran.limits}
     */
    public static SettingsReader of(Config given, Config defaults, String path) {
        return new SettingsReader(
                given.root(), defaults.root(), path, new SettingsProblems(), null);
    }

    // ---- values

    /** A whole number. */
    public int integer(String key, int min, int max) {
        return (int) number(key, min, max);
    }

    /** A whole number. */
    public long number(String key, long min, long max) {
        return read(key, min, value -> SettingsValues.whole(value, min, max));
    }

    /** A switch: {@code on} or {@code off} (or {@code true}, {@code false}, {@code yes}, ...). */
    public boolean onOff(String key) {
        return read(key, false, SettingsValues::onOff);
    }

    /** A time with its unit: {@code 30s}, {@code 500ms}. */
    public Duration duration(String key, Duration min, Duration max) {
        return within(
                key,
                min,
                max,
                "30s",
                config -> config.getDuration(SettingsValues.SLOT),
                Units::show);
    }

    /** A size with its unit, in bytes: {@code 16MiB}. */
    public long bytes(String key, long min, long max) {
        return within(
                key,
                min,
                max,
                "16MiB",
                config -> config.getBytes(SettingsValues.SLOT),
                Units::show);
    }

    /** A text that is not blank. */
    public String text(String key) {
        return parsed(key, "", text -> text);
    }

    /** A constant by its name in lower case with hyphens: {@code kernel-lru}. */
    public <E extends Enum<E>> E choice(String key, Class<E> type) {
        return parsed(key, type.getEnumConstants()[0], text -> Names.constant(type, text));
    }

    /** A list of constants, each at most once. */
    public <E extends Enum<E>> List<E> choices(String key, Class<E> type) {
        return list(key, text -> Names.constant(type, text));
    }

    public IpAddress address(String key) {
        return parsed(key, new Ip4(0), IpAddress::parse);
    }

    public MacAddress mac(String key) {
        return parsed(key, new MacAddress(0), MacAddress::parse);
    }

    /**
     * A text that a function turns into a value.
     *
     * @param standIn what to return after a problem
     * @param parse throws {@link IllegalArgumentException} with a message that says what is wrong
     *     and what is allowed
     */
    public <T> T parsed(String key, T standIn, Function<String, T> parse) {
        return read(key, standIn, value -> parse.apply(SettingsValues.text(value)));
    }

    /** A list of texts that a function turns into values; each value at most once. */
    public <T> List<T> list(String key, Function<String, T> parse) {
        Set<T> seen = new HashSet<>();
        return each(
                key,
                element -> {
                    String text = SettingsValues.text(element);
                    T value = parse.apply(text);
                    if (!seen.add(value)) {
                        throw new IllegalArgumentException(text + " is listed twice");
                    }
                    return value;
                });
    }

    /** A list of whole numbers; one may come more than once. */
    public List<Integer> integers(String key, int min, int max) {
        return each(key, element -> (int) SettingsValues.whole(element, min, max));
    }

    /** How many elements a list has, whatever they are. */
    public int size(String key) {
        return elements(key).size();
    }

    /** What a getter returns if the key has a value, and nothing otherwise. */
    public <T> Optional<T> optional(String key, Function<String, T> getter) {
        known.add(key);
        return value(key) == null ? Optional.empty() : Optional.of(getter.apply(key));
    }

    /**
     * The reals of a VIP: {@code [ { address = "10.0.0.1", weight = 1, flags = [ local ] } ]}, of
     * which only the address must be given.
     */
    public List<Real> reals(String key) {
        return RealsReader.read(this, key);
    }

    // ---- blocks

    /** A nested block, empty if it is not given; the same reader each time. */
    public SettingsReader block(String key) {
        SettingsReader block = blocks.get(key);
        if (block == null) {
            block = child(object(given, key), object(defaults, key), path + "." + key);
            blocks.put(key, block);
        }
        return block;
    }

    /** A nested block that need not be given; its defaults count only if it is. */
    public Optional<SettingsReader> optionalBlock(String key) {
        known.add(key);
        ConfigValue value = given.get(key);
        boolean absent = value == null || value.valueType() == ConfigValueType.NULL;
        return absent ? Optional.empty() : Optional.of(block(key));
    }

    /** A list of blocks, each with the same defaults. */
    public List<SettingsReader> blocks(String key, Config elementDefaults) {
        List<SettingsReader> blocks = new ArrayList<>();
        int index = 0;
        for (ConfigValue element : elements(key)) {
            String name = key + "[" + index++ + "]";
            if (element instanceof ConfigObject block) {
                blocks.add(child(block, elementDefaults.root(), path + "." + name));
            } else {
                note(
                        element.origin(),
                        name,
                        SettingsValues.shown(element) + " is not a block { ... }");
            }
        }
        return blocks;
    }

    /**
     * What nobody has asked for yet, origins kept; somebody else checks it, so none of it counts as
     * unknown here.
     */
    public Config remaining() {
        ConfigObject rest = given;
        for (String key : known) {
            rest = rest.withoutKey(key);
        }
        known.addAll(rest.keySet());
        return rest.toConfig();
    }

    /** The keys that are given, known or not. */
    public Set<String> keys() {
        return given.keySet();
    }

    /** Leaves keys to somebody else: they are not unknown, and not read here. */
    public void ignore(Collection<String> keys) {
        known.addAll(keys);
    }

    // ---- findings

    /** Whether a key has a value that differs in origin from its default. */
    public boolean isGiven(String key) {
        ConfigValue value = given.get(key);
        ConfigValue standard = defaults.get(key);
        return value != null && (standard == null || !value.origin().equals(standard.origin()));
    }

    /** Notes that a key's value is wrong in the light of something else. */
    public void problem(String key, String text) {
        note(originOf(key), key, text);
    }

    /** Notes that a key's value works, but probably not as its author thinks. */
    public void warning(String key, String text) {
        problems.warning(originOf(key), path + "." + key, text);
    }

    /** Whether nothing is wrong in this block so far, so that its values may be compared. */
    public boolean clean() {
        return clean;
    }

    /** {@code file:line} of this block. */
    public String origin() {
        return SettingsProblems.where(given.origin());
    }

    /** {@code file:line} of a key's value, which may be its default. */
    public String origin(String key) {
        ConfigValue standard = defaults.get(key);
        boolean isDefault = !given.containsKey(key) && standard != null;
        return SettingsProblems.where(isDefault ? standard.origin() : originOf(key));
    }

    /** All warnings so far, in the order of the file. */
    public List<String> warnings() {
        return problems.warnings();
    }

    /**
     * Ends reading, blocks within included: keys that were not asked for are noted as unknown.
     *
     * @throws SettingsException if there is any problem; it lists all
     */
    public void finish() {
        noteUnknown();
        if (!problems.problems().isEmpty()) {
            throw new SettingsException(problems.problems());
        }
    }

    // ---- within

    private void noteUnknown() {
        for (String key : new TreeSet<>(given.keySet())) {
            if (!known.contains(key)) {
                note(originOf(key), key, "unknown key; " + Names.suggest(key, known));
            }
        }
        children.forEach(SettingsReader::noteUnknown);
    }

    private void note(ConfigOrigin origin, String key, String text) {
        for (SettingsReader block = this; block != null; block = block.parent) {
            block.clean = false;
        }
        problems.problem(origin, path + "." + key, text);
    }

    private SettingsReader child(ConfigObject block, ConfigObject standard, String name) {
        SettingsReader child = new SettingsReader(block, standard, name, problems, this);
        children.add(child);
        return child;
    }

    private <T> T read(String key, T standIn, Function<ConfigValue, T> parse) {
        known.add(key);
        ConfigValue value = value(key);
        if (value == null) {
            note(originOf(key), key, "is missing");
            return standIn;
        }
        try {
            return parse.apply(value);
        } catch (IllegalArgumentException e) {
            note(value.origin(), key, String.valueOf(e.getMessage()));
            return standIn;
        }
    }

    private <T extends Comparable<T>> T within(
            String key,
            T min,
            T max,
            String example,
            Function<Config, T> parse,
            Function<T, String> show) {
        return read(
                key,
                min,
                value -> {
                    T amount = SettingsValues.withUnit(value, example, parse);
                    if (amount.compareTo(min) < 0 || amount.compareTo(max) > 0) {
                        throw new IllegalArgumentException(
                                SettingsValues.text(value)
                                        + " is not in "
                                        + show.apply(min)
                                        + ".."
                                        + show.apply(max));
                    }
                    return amount;
                });
    }

    /** The elements of a list that a function accepts; the others are problems. */
    private <T> List<T> each(String key, Function<ConfigValue, T> parse) {
        List<T> values = new ArrayList<>();
        int index = 0;
        for (ConfigValue element : elements(key)) {
            String name = key + "[" + index++ + "]";
            try {
                values.add(parse.apply(element));
            } catch (IllegalArgumentException e) {
                note(element.origin(), name, String.valueOf(e.getMessage()));
            }
        }
        return List.copyOf(values);
    }

    /** The value given or its default; null if there is neither, or it is {@code null}. */
    private @Nullable ConfigValue value(String key) {
        ConfigValue value = given.containsKey(key) ? given.get(key) : defaults.get(key);
        return value == null || value.valueType() == ConfigValueType.NULL ? null : value;
    }

    /** Where to look for the reason: the key, or the block that lacks it. */
    private ConfigOrigin originOf(String key) {
        ConfigValue value = given.get(key);
        return value == null ? given.origin() : value.origin();
    }

    private List<ConfigValue> elements(String key) {
        known.add(key);
        ConfigValue value = value(key);
        if (value == null || value instanceof ConfigList) {
            return value == null ? List.of() : (ConfigList) value;
        }
        note(value.origin(), key, SettingsValues.shown(value) + " is not a list [ ... ]");
        return List.of();
    }

    private ConfigObject object(ConfigObject from, String key) {
        known.add(key);
        ConfigValue value = from.get(key);
        if (value instanceof ConfigObject block) {
            return block;
        }
        if (value != null && value.valueType() != ConfigValueType.NULL) {
            note(value.origin(), key, SettingsValues.shown(value) + " is not a block { ... }");
        }
        return ConfigFactory.empty().root().withOrigin(originOf(key));
    }
}
