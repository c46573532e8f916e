package io.katran.bpf.btf;

import java.util.Optional;

/**
 * A place in a struct.
 *
 * @param path how it was asked for: {@code key.addr}, {@code macs[1].bytes}
 * @param offset bytes from the beginning of the outermost struct, or of the section for a
 *     variable's fields
 * @param width bytes in all
 * @param count number of elements of an array, else 1
 * @param elementWidth bytes of one element, equal to {@code width} if it is no array
 * @param type as C spells it, without qualifiers: {@code __be16}, {@code __u8[16]}, {@code struct
 *     klb_vip_key}
 * @param struct layout of the struct it is, or of an element of the array it is
 * @param bitField whether it shares bytes with others; offset and width are those of the declared
 *     type then
 */
public record Field(
        String path,
        int offset,
        int width,
        int count,
        int elementWidth,
        String type,
        Optional<StructLayout> struct,
        boolean bitField) {

    /** Where an element of an array begins. */
    public int elementOffset(int index) {
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException(
                    path + "[" + index + "]: the array has " + count + " elements");
        }
        return offset + index * elementWidth;
    }

    Field moved(String newPath, int distance) {
        return new Field(
                newPath, offset + distance, width, count, elementWidth, type, struct, bitField);
    }
}
