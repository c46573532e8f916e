package io.katran.bpf.btf;

import io.katran.bpf.btf.BtfType.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Size and members of a struct or union. Members of anonymous structs and unions within it are its
 * own members, as in C. Immutable.
 */
public final class StructLayout {
    private static final Pattern STEP = Pattern.compile("([A-Za-z_]\\w*)((?:\\[\\d+])*)");
    private static final Pattern INDEX = Pattern.compile("\\[(\\d+)]");

    /** Deeper than any sensible struct: only a damaged one, which contains itself, goes on. */
    private static final int MAX_DEPTH = 32;

    private final BtfTypes types;
    private final BtfType type;
    private final List<Member> members;

    /** A member and the type it was declared with, which elements of arrays need. */
    private record Member(Field field, int type) {}

    StructLayout(BtfTypes types, int id) {
        this(types, id, 0);
    }

    private StructLayout(BtfTypes types, int id, int depth) {
        this.types = types;
        this.type = types.get(id);
        List<Member> collected = new ArrayList<>();
        collect(type, 0, collected, depth);
        this.members = List.copyOf(collected);
    }

    /** The name behind {@code struct}; empty if it has none. */
    public String name() {
        return type.name();
    }

    public int sizeBytes() {
        return type.sizeOrType();
    }

    /** The members in the order of declaration, not those of named structs within. */
    public List<Field> fields() {
        return members.stream().map(Member::field).toList();
    }

    /**
     * A member, or a member of a member.
     *
     * @param path member names joined by dots, elements of arrays by index: {@code a.b[2].c}
     * @throws NoSuchElementException that lists what there is instead
     */
    public Field field(String path) {
        return find(path)
                .orElseThrow(
                        () ->
                                new NoSuchElementException(
                                        "struct "
                                                + name()
                                                + " has no field '"
                                                + path
                                                + "'; it has "
                                                + String.join(
                                                        ", ",
                                                        fields().stream()
                                                                .map(Field::path)
                                                                .toList())));
    }

    /** The same, empty if there is no such member. */
    public Optional<Field> find(String path) {
        StructLayout layout = this;
        int base = 0;
        Field found = null;
        for (String step : path.split("\\.", -1)) {
            Matcher matcher = STEP.matcher(step);
            if (layout == null || !matcher.matches()) {
                return Optional.empty();
            }
            Optional<Field> member = layout.member(matcher.group(1), matcher.group(2));
            if (member.isEmpty()) {
                return Optional.empty();
            }
            found = member.get().moved(path, base);
            base = found.offset();
            layout = found.count() == 1 ? found.struct().orElse(null) : null;
        }
        return Optional.ofNullable(found);
    }

    private Optional<Field> member(String name, String indices) {
        Optional<Member> named =
                members.stream().filter(member -> member.field.path().equals(name)).findFirst();
        if (named.isEmpty()) {
            return Optional.empty();
        }
        Field field = named.get().field;
        int declared = named.get().type;
        Matcher matcher = INDEX.matcher(indices);
        while (matcher.find()) {
            BtfType array = types.resolved(declared);
            int index = Integer.parseInt(matcher.group(1));
            if (array.kind() != BtfType.Kind.ARRAY || index >= field.count()) {
                return Optional.empty();
            }
            declared = array.parts().get(0).type();
            field = describe(types, field.path(), field.elementOffset(index), declared, false);
        }
        return Optional.of(field);
    }

    private void collect(BtfType composite, int base, List<Member> into, int depth) {
        if (depth > MAX_DEPTH) {
            throw new BtfFormatException(
                    "struct '"
                            + name()
                            + "' is nested more than "
                            + MAX_DEPTH
                            + " deep, or contains itself");
        }
        for (Part part : composite.parts()) {
            // With the flag set, an offset has the width of a bit field in its upper eight bits.
            int bits = composite.flag() ? (int) part.value() & 0xffffff : (int) part.value();
            boolean bitField = composite.flag() && part.value() >>> 24 != 0;
            int offset = base + bits / Byte.SIZE;
            BtfType declared = types.resolved(part.type());
            if (part.name().isEmpty() && declared.isComposite()) {
                collect(declared, offset, into, depth + 1);
            } else {
                into.add(
                        new Member(
                                describe(
                                        types,
                                        part.name(),
                                        offset,
                                        part.type(),
                                        bitField,
                                        depth + 1),
                                part.type()));
            }
        }
    }

    static Field describe(BtfTypes types, String path, int offset, int declared, boolean bitField) {
        return describe(types, path, offset, declared, bitField, 0);
    }

    private static Field describe(
            BtfTypes types, String path, int offset, int declared, boolean bitField, int depth) {
        BtfType resolved = types.resolved(declared);
        boolean array = resolved.kind() == BtfType.Kind.ARRAY;
        int element = array ? resolved.parts().get(0).type() : declared;
        int width = types.size(declared);
        return new Field(
                path,
                offset,
                width,
                array ? BtfTypes.count(resolved) : 1,
                array ? types.size(element) : width,
                types.spelling(declared),
                types.resolved(element).isComposite()
                        ? Optional.of(new StructLayout(types, types.resolve(element), depth))
                        : Optional.empty(),
                bitField);
    }

    @Override
    public String toString() {
        return "struct " + name() + " (" + sizeBytes() + " bytes)";
    }
}
