package io.katran.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("bpf")
class MappedMapTest {
    private static final int ENTRIES = 100_000;

    @Test
    void memory_and_elements_are_the_same_thing() {
        try (BpfMap map = array(4);
                MappedMap mapped = map.mmap()) {
            ByteBuffer memory = mapped.buffer();
            assertThat(map.mappedStride()).isEqualTo(8);
            assertThat(mapped.size()).isEqualTo(ENTRIES * 8);
            memory.putInt(31 * map.mappedStride(), 0x01020304);
            ByteBuffer key = map.newKeys(1).putInt(0, 31);
            ByteBuffer value = map.newValues(1);

            assertThat(map.lookup(key, value)).isTrue();
            assertThat(value.getInt(0)).isEqualTo(0x01020304);
            map.update(key, value.putInt(0, 9));
            assertThat(memory.getInt(31 * map.mappedStride())).isEqualTo(9);
        }
    }

    @Test
    void releases_and_acquires_whole_longs() {
        try (BpfMap map = array(8);
                MappedMap mapped = map.mmap()) {
            mapped.setLongRelease(16, 0x0102030405060708L);

            assertThat(mapped.getLongAcquire(16)).isEqualTo(0x0102030405060708L);
            assertThat(mapped.buffer().getLong(16)).isEqualTo(0x0102030405060708L);
            assertThatThrownBy(() -> mapped.setLongRelease(ENTRIES * 8, 1))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void a_stretch_begins_at_a_page() {
        try (BpfMap map = array(8);
                MappedMap mapped = map.mmap(8192, 4096)) {
            mapped.buffer().putLong(0, 5);
            ByteBuffer value = map.newValues(1);

            assertThat(map.lookup(map.newKeys(1).putInt(0, 1024), value)).isTrue();
            assertThat(value.getLong(0)).isEqualTo(5);
            assertThatThrownBy(() -> map.mmap(100, 4096))
                    .hasMessage(
                            "map 'mapped': mmap failed: EINVAL (22): Invalid argument; 4096 bytes from 100");
            assertThatThrownBy(() -> map.mmap(0, ENTRIES * 16L))
                    .hasMessageContaining("EINVAL (22)");
        }
    }

    @Test
    void a_late_view_reads_zeros_and_the_map_keeps_its_content() {
        try (BpfMap map = array(8)) {
            MappedMap mapped = map.mmap();
            ByteBuffer late = mapped.buffer().slice(0, 64).order(ByteOrder.nativeOrder());
            late.putLong(8, 4711);
            mapped.close();
            mapped.close();

            assertThat(late.getLong(8)).isZero();
            late.putLong(8, 1);
            ByteBuffer value = map.newValues(1);
            assertThat(map.lookup(map.newKeys(1).putInt(0, 1), value)).isTrue();
            assertThat(value.getLong(0)).isEqualTo(4711);
            assertThatThrownBy(mapped::buffer).hasMessage("mapping of map 'mapped' is closed");
            assertThatThrownBy(() -> mapped.setLongRelease(0, 1))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void closing_takes_the_mapping_off_the_process_and_gives_the_map_back() throws IOException {
        BpfMap map = array(8);
        MappedMap mapped = map.mmap();
        long with = mapsOfThisProcess();
        mapped.close();
        map.close();

        assertThat(mapsOfThisProcess()).isEqualTo(with - 1);
    }

    @Test
    void an_array_that_is_not_mmapable_says_so() {
        try (BpfMap map =
                BpfMap.create(new MapSpec(MapType.ARRAY, "plain", 4, 8, 8, MapFlags.NONE))) {
            assertThatThrownBy(map::mmap).hasMessage("map 'plain' was created without MMAPABLE");
        }
    }

    private static BpfMap array(int valueBytes) {
        return BpfMap.create(
                new MapSpec(MapType.ARRAY, "mapped", 4, valueBytes, ENTRIES, MapFlags.MMAPABLE));
    }

    private static long mapsOfThisProcess() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains("bpf-map")).count();
        }
    }
}
