package io.katran.bpf.btf;

import java.util.List;

/**
 * One record of BTF.
 *
 * @param sizeOrType bytes of an integer, struct, union, enum or section; else the number of the
 *     type referred to
 * @param flag the kind's own flag: bit fields in a struct, signed values in an enum
 * @param parts members, enumerators, or a section's variables
 */
record BtfType(Kind kind, String name, int sizeOrType, boolean flag, int extra, List<Part> parts) {

    /**
     * A member {name, type, bit offset}, an enumerator {name, -, value}, or a section's variable
     * {type, offset}; an array is one part {element type, -, number of elements}.
     */
    record Part(String name, int type, long value) {}

    /** The kinds in the order of their numbers. */
    enum Kind {
        VOID,
        INT,
        PTR,
        ARRAY,
        STRUCT,
        UNION,
        ENUM,
        FWD,
        TYPEDEF,
        VOLATILE,
        CONST,
        RESTRICT,
        FUNC,
        FUNC_PROTO,
        VAR,
        DATASEC,
        FLOAT,
        DECL_TAG,
        TYPE_TAG,
        ENUM64;

        /** Whether a type of this kind is another type under one more name or qualifier. */
        boolean isAlias() {
            return this == TYPEDEF
                    || this == VOLATILE
                    || this == CONST
                    || this == RESTRICT
                    || this == TYPE_TAG;
        }

        boolean isComposite() {
            return this == STRUCT || this == UNION;
        }

        boolean isEnum() {
            return this == ENUM || this == ENUM64;
        }
    }

    boolean isComposite() {
        return kind.isComposite();
    }
}
