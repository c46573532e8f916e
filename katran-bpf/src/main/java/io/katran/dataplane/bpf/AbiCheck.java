package io.katran.dataplane.bpf;

import io.katran.api.DataplaneException;
import io.katran.api.ErrorCode;
import io.katran.bpf.btf.EnumLayout;
import io.katran.bpf.btf.Field;
import io.katran.bpf.btf.MapDefinition;
import io.katran.bpf.btf.ObjectBtf;
import io.katran.bpf.btf.StructLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares what Java expects of a BPF object with what the object says of itself.
 *
 * <p>Codecs ask for offsets while they are built; whatever does not fit is collected, and {@link
 * #verify} refuses the object with all of it. Until then a missing offset reads as zero, so codecs
 * must not be used before.
 */
final class AbiCheck {
    private static final String SECTION = ".rodata.abi";

    private final ObjectBtf btf;
    private final List<String> problems = new ArrayList<>();

    AbiCheck(ObjectBtf btf) {
        this.btf = btf;
    }

    /** Expects the interface version of this library. */
    void expectVersion(String constant, long version) {
        if (btf.findSection(SECTION).isEmpty()) {
            problems.add("section " + SECTION + " is missing");
        }
        expectConstant(constant, version);
    }

    /** Expects a constant of any enum to have a value. */
    void expectConstant(String name, long value) {
        long found = btf.constant(name).orElse(Long.MIN_VALUE);
        if (found == Long.MIN_VALUE) {
            problems.add("constant " + name + " is missing");
        } else if (found != value) {
            problems.add("constant " + name + " is " + found + ", expected " + value);
        }
    }

    /** The constants of an enum. */
    Map<String, Long> constants(String enumeration) {
        Optional<EnumLayout> layout = btf.findEnumeration(enumeration);
        if (layout.isEmpty()) {
            problems.add("enum " + enumeration + " is missing");
        }
        return layout.map(EnumLayout::values).orElse(Map.of());
    }

    /** Expects a map with a key and a value of these types, as C spells them. */
    void expectMap(String name, String keyType, String valueType) {
        Optional<MapDefinition> map =
                btf.maps().stream().filter(m -> m.name().equals(name)).findFirst();
        if (map.isEmpty()) {
            problems.add("map " + name + " is missing");
            return;
        }
        expectType(name + " key", keyType, map.get().keyType());
        expectType(name + " value", valueType, map.get().valueType());
    }

    private void expectType(String what, String expected, Optional<String> found) {
        if (!found.equals(Optional.of(expected))) {
            problems.add(
                    "map " + what + " is " + found.orElse("untyped") + ", expected " + expected);
        }
    }

    /** The bytes of a struct. */
    int size(String struct) {
        return layout(struct).map(StructLayout::sizeBytes).orElse(0);
    }

    /** Where a field begins within its struct, which must have this many bytes. */
    int offset(String struct, String field, int width) {
        Optional<Field> found = layout(struct).flatMap(l -> l.find(field));
        if (found.isEmpty()) {
            problems.add("struct " + struct + " has no field " + field);
        } else if (found.get().width() != width) {
            problems.add(
                    "struct "
                            + struct
                            + ": field "
                            + field
                            + " has "
                            + found.get().width()
                            + " bytes, expected "
                            + width);
        }
        return found.map(Field::offset).orElse(0);
    }

    private Optional<StructLayout> layout(String struct) {
        Optional<StructLayout> layout = btf.findStruct(struct);
        if (layout.isEmpty()) {
            String problem = "struct " + struct + " is missing";
            if (!problems.contains(problem)) {
                problems.add(problem);
            }
        }
        return layout;
    }

    /**
     * @throws DataplaneException with every difference found
     */
    void verify(String object) {
        if (!problems.isEmpty()) {
            throw new DataplaneException(
                    ErrorCode.NATIVE_UNAVAILABLE,
                    "BPF object '"
                            + object
                            + "' does not fit this library: "
                            + String.join("; ", problems)
                            + ". Use the object that the jar carries",
                    null);
        }
    }
}
