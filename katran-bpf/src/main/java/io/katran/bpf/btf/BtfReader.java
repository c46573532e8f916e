package io.katran.bpf.btf;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Reads the BTF of a compiled BPF object, or of the kernel, in pure Java and without privileges.
 */
public final class BtfReader {
    private BtfReader() {}

    /**
     * Reads the BTF of an ELF file.
     *
     * @param image the bytes of the object file
     * @throws BtfFormatException if it is no 64-bit ELF file, has no section {@code .BTF}, or is
     *     cut short
     */
    public static ObjectBtf read(byte[] image) {
        try {
            ElfFile file = new ElfFile(image);
            ByteBuffer section =
                    file.content(".BTF")
                            .orElseThrow(
                                    () ->
                                            new BtfFormatException(
                                                    "the object has no .BTF section; compile it with -g"));
            return new ObjectBtf(new BtfTypes(section), file);
        } catch (IndexOutOfBoundsException | BufferUnderflowException | ArithmeticException e) {
            throw new BtfFormatException(
                    "the object file is cut short or damaged (" + image.length + " bytes)", e);
        }
    }
}
