package io.katran.bpf.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.katran.bpf.BpfObject;
import java.util.Arrays;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BtfReaderTest {
    private static final byte[] IMAGE = BpfObject.resource("kj_test");
    private final ObjectBtf btf = BtfReader.read(IMAGE);

    @ParameterizedTest
    @CsvSource({
        "packets, 0, 8, 1, __u64",
        "word, 8, 4, 1, __u32",
        "octets, 8, 4, 4, __u8[4]",
        "octets[3], 11, 1, 1, __u8",
        "grid, 12, 12, 2, __u16[2][3]",
        "grid[1], 18, 6, 3, __u16[3]",
        "grid[1][2], 22, 2, 1, __u16",
        "macs, 24, 12, 2, struct kjt_mac[2]",
        "macs[1], 30, 6, 1, struct kjt_mac",
        "macs[1].bytes[5], 35, 1, 1, __u8",
        "pad, 40, 4, 1, __u32",
    })
    void finds_fields_by_path(String path, int offset, int width, int count, String type) {
        Field field = btf.struct("kjt_value").field(path);

        assertThat(field.offset()).isEqualTo(offset);
        assertThat(field.width()).isEqualTo(width);
        assertThat(field.count()).isEqualTo(count);
        assertThat(field.elementWidth()).isEqualTo(width / count);
        assertThat(field.type()).isEqualTo(type);
        assertThat(field.bitField()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "nothing",
        "packets.more",
        "grid[2]",
        "grid[0][3]",
        "packets[0]",
        "macs.bytes",
        "'a b'",
        "''"
    })
    void a_path_that_leads_nowhere_is_absent(String path) {
        assertThat(btf.struct("kjt_value").find(path)).isEmpty();
    }

    @Test
    void an_unknown_field_is_answered_with_the_known_ones() {
        assertThatThrownBy(() -> btf.struct("kjt_key").field("adr"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("struct kjt_key has no field 'adr'; it has addr, port, proto, pad");
    }

    @Test
    void tells_bit_fields_from_others() {
        StructLayout value = btf.struct("kjt_value");

        assertThat(value.sizeBytes()).isEqualTo(48);
        assertThat(value.field("low").bitField()).isTrue();
        assertThat(value.field("high").bitField()).isTrue();
        assertThat(value.fields())
                .extracting(Field::path)
                .containsSequence("macs", "low", "high", "pad");
    }

    @Test
    void element_offsets_stay_inside_their_array() {
        Field grid = btf.struct("kjt_value").field("grid");

        assertThat(grid.elementOffset(1)).isEqualTo(18);
        assertThatThrownBy(() -> grid.elementOffset(2))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void reads_enums_with_negative_values_and_without_names() {
        EnumLayout event = btf.enumeration("kjt_event");

        assertThat(event.values())
                .containsExactly(
                        Map.entry("KJT_EVENT_NONE", 0L),
                        Map.entry("KJT_EVENT_SEEN", 7L),
                        Map.entry("KJT_EVENT_BAD", -2L));
        assertThat(event.nameOf(-2)).contains("KJT_EVENT_BAD");
        assertThat(btf.constant("KJT_ANONYMOUS")).hasValue(42);
        assertThatThrownBy(() -> event.value("KJT_EVENT_LOST"))
                .isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void variables_have_the_offsets_the_linker_gave_them() {
        DataSection rodata = btf.section(".rodata");

        assertThat(rodata.variables())
                .extracting(Variable::name)
                .containsExactly("cfg", "second", "use_optional");
        assertThat(rodata.sizeBytes()).isEqualTo(33);
        assertThat(btf.variable(".rodata", "second").offset()).isEqualTo(24);
        assertThat(btf.variable(".rodata", "second").width()).isEqualTo(8);
        assertThat(btf.variable(".rodata", "cfg").field("nested.port").offset()).isEqualTo(20);
        assertThat(btf.variable(".rodata.abi", "__abi_value").type()).isEqualTo("struct kjt_value");
        assertThatThrownBy(() -> btf.variable(".rodata", "second").field("x"))
                .hasMessage("variable 'second' is a __u64 and has no field 'x'");
    }

    @Test
    void reads_map_definitions_with_types_of_keys_and_values() {
        MapDefinition flows = btf.map("flows");
        MapDefinition inner = btf.map("slots").inner().orElseThrow();

        assertThat(flows.type()).isEqualTo(1);
        assertThat(flows.keyBytes()).isEqualTo(8);
        assertThat(flows.valueBytes()).isEqualTo(48);
        assertThat(flows.maxEntries()).isEqualTo(64);
        assertThat(flows.keyType()).contains("struct kjt_key");
        assertThat(flows.valueStruct().orElseThrow().name()).isEqualTo("kjt_value");
        assertThat(btf.map("ring").flags()).isEqualTo(1 << 10);
        assertThat(inner.valueBytes()).isEqualTo(8);
        assertThat(inner.maxEntries()).isEqualTo(16);
        assertThat(btf.map("bare").inner()).isEmpty();
        assertThat(btf.map("bare").valueBytes()).isEqualTo(4);
    }

    @Test
    void rubbish_is_refused_in_words() {
        assertThatThrownBy(() -> BtfReader.read(new byte[100]))
                .isInstanceOf(BtfFormatException.class)
                .hasMessage("not a 64-bit ELF file (100 bytes)");
    }

    @Test
    void an_object_cut_short_anywhere_never_fails_otherwise() {
        for (int length = 0; length < IMAGE.length; length += 61) {
            byte[] part = Arrays.copyOf(IMAGE, length);
            assertThatThrownBy(() -> BtfReader.read(part)).isInstanceOf(BtfFormatException.class);
        }
    }

    @Test
    void a_damaged_object_is_read_or_refused_but_never_fails_otherwise() {
        Random random = new Random(20260101);
        for (int i = 0; i < 5000; i++) {
            byte[] damaged = IMAGE.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                BtfReader.read(damaged);
            } catch (BtfFormatException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }
}
