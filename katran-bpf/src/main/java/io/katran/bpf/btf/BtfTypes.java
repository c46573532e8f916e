package io.katran.bpf.btf;

import io.katran.bpf.btf.BtfType.Kind;
import io.katran.bpf.btf.BtfType.Part;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The records of a {@code .BTF} section by number. */
final class BtfTypes {
    private static final int MAGIC = 0xeb9f;
    private static final int MAX_ALIASES = 32;
    private static final int POINTER_BYTES = 8;

    private final List<BtfType> types = new ArrayList<>();

    BtfTypes(ByteBuffer section) {
        if (Short.toUnsignedInt(section.getShort(0)) != MAGIC) {
            throw new BtfFormatException(
                    "section .BTF does not begin with its magic number 0xeb9f");
        }
        int header = section.getInt(4);
        int typesAt = header + section.getInt(8);
        int typesBytes = section.getInt(12);
        int stringsAt = header + section.getInt(16);
        ByteBuffer records = section.slice(typesAt, typesBytes).order(section.order());
        ByteBuffer strings = section.slice(stringsAt, section.getInt(20));
        types.add(new BtfType(Kind.VOID, "void", 0, false, 0, List.of()));
        while (records.hasRemaining()) {
            types.add(read(records, strings));
        }
    }

    List<BtfType> all() {
        return types;
    }

    BtfType get(int id) {
        if (id < 0 || id >= types.size()) {
            throw new BtfFormatException("BTF refers to type " + id + " of " + types.size());
        }
        return types.get(id);
    }

    /** The number of the type behind typedefs and qualifiers. */
    int resolve(int id) {
        int resolved = id;
        for (int i = 0; i < MAX_ALIASES; i++) {
            BtfType type = get(resolved);
            if (!type.kind().isAlias()) {
                return resolved;
            }
            resolved = type.sizeOrType();
        }
        throw new BtfFormatException(
                "BTF type " + id + " has more than " + MAX_ALIASES + " names in a row");
    }

    BtfType resolved(int id) {
        return get(resolve(id));
    }

    /** Bytes of a value of the type. */
    int size(int id) {
        return size(id, 0);
    }

    private int size(int id, int depth) {
        requireSensible(id, depth);
        BtfType type = resolved(id);
        return switch (type.kind()) {
            case PTR -> POINTER_BYTES;
            case ARRAY ->
                    Math.multiplyExact(count(type), size(type.parts().get(0).type(), depth + 1));
            case INT, STRUCT, UNION, ENUM, ENUM64, FLOAT, DATASEC -> type.sizeOrType();
            default -> 0;
        };
    }

    static int count(BtfType array) {
        return (int) array.parts().get(0).value();
    }

    /** The type as C spells it, without qualifiers. */
    String spelling(int id) {
        return spelling(id, 0);
    }

    private String spelling(int id, int depth) {
        requireSensible(id, depth);
        BtfType type = get(id);
        return switch (type.kind()) {
            case PTR -> spelling(type.sizeOrType(), depth + 1) + " *";
            case ARRAY -> spellingOfArray(type, depth);
            case STRUCT, UNION, ENUM, ENUM64 -> {
                String keyword =
                        type.kind().isEnum() ? "enum" : type.kind().name().toLowerCase(Locale.ROOT);
                yield type.name().isEmpty() ? keyword : keyword + " " + type.name();
            }
            case VOLATILE, CONST, RESTRICT, TYPE_TAG -> spelling(type.sizeOrType(), depth + 1);
            default -> type.name();
        };
    }

    private String spellingOfArray(BtfType array, int depth) {
        StringBuilder dimensions = new StringBuilder();
        BtfType type = array;
        int element = 0;
        int deeper = depth;
        do {
            requireSensible(element, ++deeper);
            dimensions.append('[').append(count(type)).append(']');
            element = type.parts().get(0).type();
            type = resolved(element);
        } while (type.kind() == Kind.ARRAY);
        return spelling(element, deeper) + dimensions;
    }

    /** Deeper than any sensible type: only a damaged one, which is made of itself, goes on. */
    private static void requireSensible(int id, int depth) {
        if (depth > MAX_ALIASES) {
            throw new BtfFormatException(
                    "BTF type "
                            + id
                            + " is nested more than "
                            + MAX_ALIASES
                            + " deep, or in itself");
        }
    }

    private static BtfType read(ByteBuffer records, ByteBuffer strings) {
        String name = Strings.at(strings, records.getInt());
        int info = records.getInt();
        int sizeOrType = records.getInt();
        int number = info >>> 24 & 0x1f;
        if (number == 0 || number >= Kind.values().length) {
            throw new BtfFormatException(
                    "BTF type '"
                            + name
                            + "' is of kind "
                            + number
                            + ", known are 1.."
                            + (Kind.values().length - 1));
        }
        Kind kind = Kind.values()[number];
        boolean flag = info < 0;
        int extra = 0;
        List<Part> parts = new ArrayList<>();
        switch (kind) {
            case INT, VAR, DECL_TAG -> extra = records.getInt();
            case ARRAY -> parts.add(readArray(records));
            case STRUCT, UNION, ENUM, ENUM64, FUNC_PROTO, DATASEC -> {
                for (int i = 0; i < (info & 0xffff); i++) {
                    parts.add(readPart(kind, records, strings));
                }
            }
            default -> {} // the header is all there is
        }
        return new BtfType(kind, name, sizeOrType, flag, extra, List.copyOf(parts));
    }

    private static Part readArray(ByteBuffer records) {
        int element = records.getInt();
        records.getInt();
        return new Part("", element, Integer.toUnsignedLong(records.getInt()));
    }

    private static Part readPart(Kind kind, ByteBuffer records, ByteBuffer strings) {
        int first = records.getInt();
        int second = records.getInt();
        return switch (kind) {
            case STRUCT, UNION ->
                    new Part(
                            Strings.at(strings, first),
                            second,
                            Integer.toUnsignedLong(records.getInt()));
            // Compilers before clang 15 mark no enum as signed, so what looks negative is taken as
            // such.
            case ENUM -> new Part(Strings.at(strings, first), 0, second);
            case ENUM64 ->
                    new Part(
                            Strings.at(strings, first),
                            0,
                            Integer.toUnsignedLong(second) | (long) records.getInt() << 32);
            case DATASEC -> {
                records.getInt();
                yield new Part("", first, Integer.toUnsignedLong(second));
            }
            default -> new Part(Strings.at(strings, first), second, 0);
        };
    }
}
