package io.katran.bpf.btf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** As much of a 64-bit ELF file as BTF needs: sections by name, and where variables lie in them. */
final class ElfFile {
    private static final int MAGIC = 0x7f454c46;
    private static final int CLASS_64 = 2;
    private static final int LITTLE_ENDIAN = 1;
    private static final int SECTION_HEADERS_OFFSET = 0x28;
    private static final int SECTION_HEADER_BYTES = 0x3a;
    private static final int SECTION_COUNT = 0x3c;
    private static final int SECTION_NAMES_INDEX = 0x3e;
    private static final int TYPE_SYMBOLS = 2;
    private static final int TYPE_NO_BITS = 8;
    private static final int SYMBOL_BYTES = 24;
    private static final int SYMBOL_TYPE_OBJECT = 1;

    private record Section(int index, String name, int type, int offset, int size, int link) {}

    private final ByteBuffer file;
    private final Map<String, Section> sections = new LinkedHashMap<>();

    ElfFile(byte[] image) {
        ByteBuffer bytes = ByteBuffer.wrap(image);
        if (image.length < SECTION_NAMES_INDEX + 2
                || bytes.getInt(0) != MAGIC
                || bytes.get(4) != CLASS_64) {
            throw new BtfFormatException("not a 64-bit ELF file (" + image.length + " bytes)");
        }
        file =
                bytes.order(
                        bytes.get(5) == LITTLE_ENDIAN
                                ? ByteOrder.LITTLE_ENDIAN
                                : ByteOrder.BIG_ENDIAN);
        readSections();
    }

    /** The content of a section. */
    Optional<ByteBuffer> content(String name) {
        return Optional.ofNullable(sections.get(name))
                .filter(section -> section.type != TYPE_NO_BITS)
                .map(section -> file.slice(section.offset, section.size).order(file.order()));
    }

    /** The size of a section, with or without content in the file. */
    Optional<Integer> size(String name) {
        return Optional.ofNullable(sections.get(name)).map(Section::size);
    }

    /** Offsets of the named variables of a section. */
    Map<String, Integer> variables(String section) {
        Map<String, Integer> offsets = new HashMap<>();
        Section owner = sections.get(section);
        for (Section table : sections.values()) {
            if (owner != null && table.type == TYPE_SYMBOLS) {
                addVariables(table, owner.index, offsets);
            }
        }
        return offsets;
    }

    private void addVariables(Section table, int owner, Map<String, Integer> offsets) {
        int names = headerOf(table.link) + 0x18;
        int namesOffset = Math.toIntExact(file.getLong(names));
        for (int at = table.offset; at < table.offset + table.size; at += SYMBOL_BYTES) {
            int type = file.get(at + 4) & 0xf;
            int section = Short.toUnsignedInt(file.getShort(at + 6));
            if (type == SYMBOL_TYPE_OBJECT && section == owner) {
                offsets.put(
                        text(namesOffset + file.getInt(at)), Math.toIntExact(file.getLong(at + 8)));
            }
        }
    }

    private void readSections() {
        int count = Short.toUnsignedInt(file.getShort(SECTION_COUNT));
        int namesHeader = headerOf(Short.toUnsignedInt(file.getShort(SECTION_NAMES_INDEX)));
        int names = Math.toIntExact(file.getLong(namesHeader + 0x18));
        for (int i = 0; i < count; i++) {
            int header = headerOf(i);
            Section section =
                    new Section(
                            i,
                            text(names + file.getInt(header)),
                            file.getInt(header + 0x04),
                            Math.toIntExact(file.getLong(header + 0x18)),
                            Math.toIntExact(file.getLong(header + 0x20)),
                            file.getInt(header + 0x28));
            sections.put(section.name, section);
        }
    }

    private int headerOf(int section) {
        int size = Short.toUnsignedInt(file.getShort(SECTION_HEADER_BYTES));
        return Math.toIntExact(file.getLong(SECTION_HEADERS_OFFSET)) + section * size;
    }

    private String text(int offset) {
        return Strings.at(file, offset);
    }
}
