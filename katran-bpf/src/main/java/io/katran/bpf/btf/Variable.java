package io.katran.bpf.btf;

import java.util.NoSuchElementException;

/**
 * A variable of a section.
 *
 * @param name in C
 * @param place where it lies in its section, and its type
 */
public record Variable(String name, Field place) {
    /** Bytes from the beginning of the section. */
    public int offset() {
        return place.offset();
    }

    public int width() {
        return place.width();
    }

    /** The type as C spells it, without qualifiers. */
    public String type() {
        return place.type();
    }

    /**
     * A field of a variable that is a struct, with its offset from the beginning of the section.
     *
     * @throws NoSuchElementException if the variable is no struct, or has no such field
     */
    public Field field(String path) {
        StructLayout layout =
                place.struct()
                        .filter(any -> place.count() == 1)
                        .orElseThrow(
                                () ->
                                        new NoSuchElementException(
                                                "variable '"
                                                        + name
                                                        + "' is a "
                                                        + type()
                                                        + " and has no field '"
                                                        + path
                                                        + "'"));
        return layout.field(path).moved(name + "." + path, offset());
    }
}
