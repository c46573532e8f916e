package io.katran.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("bpf")
class BpfMapTest {
    private static final int ENTRIES = 3000;

    @ParameterizedTest
    @EnumSource(
            names = {
                "HASH",
                "LRU_HASH",
                "PERCPU_HASH",
                "LRU_PERCPU_HASH",
                "ARRAY",
                "PERCPU_ARRAY",
                "LPM_TRIE"
            })
    void bulk_calls_carry_every_element_of_every_kind_of_map(MapType type) {
        try (BpfMap map = create(type, ENTRIES)) {
            ByteBuffer keys = map.newKeys(ENTRIES);
            ByteBuffer values = map.newValues(ENTRIES);
            for (int i = 0; i < ENTRIES; i++) {
                putKey(map, keys, i);
                putValue(map, values, i, i * 7L);
            }

            map.updateAll(keys, values, ENTRIES);

            ByteBuffer read = map.newValues(ENTRIES);
            map.lookupAll(keys, read, ENTRIES);
            assertThat(read).isEqualTo(values);
            Set<Integer> seen = new HashSet<>();
            long visited =
                    map.forEach(
                            (key, value) -> {
                                int index = index(map, key);
                                assertThat(seen.add(index)).isTrue();
                                assertThat(value)
                                        .isEqualTo(
                                                values.slice(
                                                        index * map.valueStride(),
                                                        map.valueStride()));
                                return true;
                            });
            assertThat(visited).isEqualTo(ENTRIES);
            assertThat(seen).hasSize(ENTRIES);
            if (type != MapType.ARRAY && type != MapType.PERCPU_ARRAY) {
                map.deleteAll(keys, ENTRIES);
                assertThat(map.forEachKey(key -> true)).isZero();
            }
        }
    }

    @Test
    void kinds_without_batches_are_carried_one_by_one() {
        // More than a walk's chunk, and a kind of map the kernel has no batches for.
        int count = 1500;
        int loopback = 1;
        try (BpfMap map =
                BpfMap.create(
                        new MapSpec(MapType.DEVMAP_HASH, "devices", 4, 4, count, MapFlags.NONE))) {
            ByteBuffer keys = map.newKeys(count);
            ByteBuffer values = map.newValues(count);
            for (int i = 0; i < count; i++) {
                keys.putInt(i * 4, i);
                values.putInt(i * 4, loopback);
            }

            map.updateAll(keys, values, count);

            Set<Integer> seen = new HashSet<>();
            assertThat(
                            map.forEach(
                                    (key, value) ->
                                            seen.add(key.getInt(0)) && value.getInt(0) == loopback))
                    .isEqualTo(count);
            assertThat(map.forEachKey(map::delete)).isEqualTo(count);
            map.updateAll(keys, values, count);
            map.deleteAll(keys, count);
            assertThatThrownBy(() -> map.deleteAll(keys, 2))
                    .isInstanceOfSatisfying(
                            BpfException.class, e -> assertThat(e.processed()).isZero())
                    .hasMessage(
                            "map 'devices': delete failed after 0 of 2: ENOENT (2): No such file or directory");
        }
    }

    @Test
    void a_bucket_larger_than_a_chunk_is_read_all_the_same() {
        // Values so large that a chunk holds one, in a table so full that some bucket holds
        // several.
        MapSpec spec = new MapSpec(MapType.HASH, "large", 4, 600_000, 16, MapFlags.NONE);
        try (BpfMap map = BpfMap.create(spec)) {
            ByteBuffer key = map.newKeys(1);
            ByteBuffer value = map.newValues(1);
            for (int i = 0; i < 16; i++) {
                map.update(key.putInt(0, i), value.putInt(599_996, i));
            }

            Set<Integer> seen = new HashSet<>();
            map.forEach(
                    (any, content) -> {
                        assertThat(content.getInt(599_996)).isEqualTo(any.getInt(0));
                        return seen.add(any.getInt(0));
                    });
            assertThat(seen).hasSize(16);
        }
    }

    @Test
    void a_full_map_tells_how_many_entries_went_in() {
        try (BpfMap map = create(MapType.HASH, 8)) {
            ByteBuffer keys = map.newKeys(10);
            for (int i = 0; i < 10; i++) {
                putKey(map, keys, i);
            }

            assertThatThrownBy(() -> map.updateAll(keys, map.newValues(10), 10))
                    .isInstanceOfSatisfying(
                            BpfException.class,
                            failure -> {
                                assertThat(failure.errno()).isEqualTo(Errno.E2BIG);
                                assertThat(failure.processed()).isEqualTo(8);
                                assertThat(failure.operation()).isEqualTo("update");
                                assertThat(failure.object()).isEqualTo("map 'test_map'");
                            })
                    .hasMessage(
                            "map 'test_map': update failed after 8 of 10: E2BIG (7): Argument list too long");
            assertThat(map.forEachKey(key -> true)).isEqualTo(8);
        }
    }

    @Test
    void single_elements_can_be_missing_or_there() {
        try (BpfMap map = create(MapType.HASH, 8)) {
            ByteBuffer key = map.newKeys(1).putInt(0, 5);
            ByteBuffer value = map.newValues(1).putLong(0, 50);

            assertThat(map.lookup(key, value)).isFalse();
            assertThat(map.delete(key)).isFalse();
            assertThatThrownBy(() -> map.update(key, value, UpdateMode.REPLACE))
                    .hasMessage(
                            "map 'test_map': update failed: ENOENT (2): No such file or directory");
            map.update(key, value, UpdateMode.CREATE);
            assertThatThrownBy(() -> map.update(key, value, UpdateMode.CREATE))
                    .hasMessageContaining("EEXIST (17)");
            value.putLong(0, 0);
            assertThat(map.lookup(key, value)).isTrue();
            assertThat(value.getLong(0)).isEqualTo(50);
            assertThat(map.delete(key)).isTrue();
            assertThatThrownBy(() -> map.lookupAll(key, value, 1))
                    .hasMessageContaining("lookup failed: ENOENT");
        }
    }

    @Test
    void elements_are_taken_from_the_position_of_their_buffers() {
        try (BpfMap map = create(MapType.HASH, 8)) {
            ByteBuffer keys = map.newKeys(3).putInt(0, 1).putInt(4, 2).putInt(8, 3);
            ByteBuffer values = map.newValues(3).putLong(0, 10).putLong(8, 20).putLong(16, 30);

            map.updateAll(keys.position(4), values.position(8), 2);

            assertThat(keys.position()).isEqualTo(4);
            ByteBuffer out = map.newValues(2).position(8);
            assertThat(map.lookup(keys.position(8), out)).isTrue();
            assertThat(out.getLong(0)).isZero();
            assertThat(out.getLong(8)).isEqualTo(30);
            assertThat(map.lookup(keys.position(0), out)).isFalse();
        }
    }

    @Test
    void per_cpu_values_have_a_part_for_every_possible_cpu() {
        MapSpec spec = new MapSpec(MapType.PERCPU_ARRAY, "test_map", 4, 12, 2, MapFlags.NONE);
        try (BpfMap map = BpfMap.create(spec)) {
            assertThat(map.perCpuStride()).isEqualTo(16);
            assertThat(map.valueStride()).isEqualTo(16 * Cpus.possibleCount());
            ByteBuffer key = map.newKeys(1).putInt(0, 1);
            ByteBuffer value = map.newValues(1);
            int last = (Cpus.possibleCount() - 1) * map.perCpuStride();
            value.putInt(last + 8, 77);

            map.update(key, value);

            ByteBuffer read = map.newValues(1);
            assertThat(map.lookup(key, read)).isTrue();
            assertThat(read.getInt(last + 8)).isEqualTo(77);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ARRAY", "PERCPU_ARRAY"})
    void a_range_of_an_array_is_read_from_anywhere(MapType type) {
        try (BpfMap map = create(type, 100)) {
            ByteBuffer keys = map.newKeys(100);
            ByteBuffer values = map.newValues(100);
            for (int i = 0; i < 100; i++) {
                putKey(map, keys, i);
                putValue(map, values, i, i);
            }
            map.updateAll(keys, values, 100);

            for (int[] range :
                    new int[][] {{0, 100}, {0, 1}, {99, 1}, {37, 20}, {50, 50}, {10, 0}}) {
                ByteBuffer read = map.newValues(range[1] + 1).position(map.valueStride());
                map.readRange(range[0], range[1], read);
                assertThat(read)
                        .isEqualTo(
                                values.slice(
                                        range[0] * map.valueStride(),
                                        range[1] * map.valueStride()));
            }
            assertThatThrownBy(() -> map.readRange(90, 11, map.newValues(11)))
                    .hasMessage("map 'test_map': range of 11 elements from 90 is outside 0..99");
        }
    }

    @Test
    void buffers_of_the_wrong_kind_or_size_never_reach_the_kernel() {
        try (BpfMap map = create(MapType.HASH, 8)) {
            ByteBuffer key = map.newKeys(1);

            assertThatThrownBy(() -> map.delete(ByteBuffer.allocate(4)))
                    .hasMessage("map 'test_map': keys must be a direct buffer");
            assertThatThrownBy(() -> map.updateAll(key, map.newValues(2), 2))
                    .hasMessage("map 'test_map': keys has 4 bytes, but 2 times 4 are needed");
            assertThatThrownBy(() -> map.lookup(key, map.newValues(1).position(1)))
                    .hasMessage("map 'test_map': values has 7 bytes, but 1 times 8 are needed");
            assertThatThrownBy(() -> map.deleteAll(key, -1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_walk_ends_and_sees_all_that_stays_while_others_change_the_map() throws Exception {
        int stable = 2000;
        try (BpfMap map = create(MapType.HASH, 4000)) {
            ByteBuffer keys = map.newKeys(stable);
            for (int i = 0; i < stable; i++) {
                putKey(map, keys, i);
            }
            map.updateAll(keys, map.newValues(stable), stable);
            AtomicReference<Throwable> failure = new AtomicReference<>();
            CountDownLatch started = new CountDownLatch(1);
            Thread churn =
                    new Thread(
                            () -> {
                                ByteBuffer key = map.newKeys(1);
                                ByteBuffer value = map.newValues(1);
                                for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                                    key.putInt(0, stable + i % 1500);
                                    map.update(key, value);
                                    key.putInt(0, stable + (i + 700) % 1500);
                                    map.delete(key);
                                    started.countDown();
                                }
                            });
            churn.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
            churn.start();
            started.await();
            for (int round = 0; round < 20; round++) {
                Set<Integer> seen = new HashSet<>();
                map.forEachKey(key -> seen.add(key.getInt(0)) || true);
                assertThat(seen).containsAll(numbers(stable));
            }
            churn.interrupt();
            churn.join();
            assertThat(failure.get()).isNull();
        }
    }

    @Test
    void a_visitor_may_stop_the_walk_and_change_the_map() {
        try (BpfMap map = create(MapType.HASH, 100)) {
            ByteBuffer keys = map.newKeys(100);
            for (int i = 0; i < 100; i++) {
                putKey(map, keys, i);
            }
            map.updateAll(keys, map.newValues(100), 100);

            assertThat(map.forEachKey(key -> false)).isEqualTo(1);
            assertThat(map.forEachKey(map::delete)).isEqualTo(100);
            assertThat(map.forEachKey(key -> true)).isZero();
        }
    }

    @Test
    void a_map_of_maps_takes_other_maps() {
        MapSpec inner = new MapSpec(MapType.ARRAY, "inner", 4, 8, 2, MapFlags.NONE);
        try (BpfMap first = BpfMap.create(inner);
                BpfMap second = BpfMap.create(inner);
                BpfMap outer =
                        BpfMap.create(
                                MapSpec.ofMaps(MapType.ARRAY_OF_MAPS, "outer", 4, 4, first))) {
            ByteBuffer key = outer.newKeys(1).putInt(0, 3);

            outer.updateInner(key, second);

            ByteBuffer id = outer.newValues(1);
            assertThat(outer.lookup(key, id)).isTrue();
            assertThat(id.getInt(0)).isEqualTo(second.info().id());
            try (BpfMap found = BpfMap.openById(id.getInt(0))) {
                assertThat(found.info()).isEqualTo(second.info());
            }
            try (BpfMap other = create(MapType.HASH, 2)) {
                assertThatThrownBy(() -> outer.updateInner(key, other))
                        .hasMessageContaining("EINVAL (22)");
            }
        }
    }

    @Test
    void info_is_what_was_asked_for() {
        MapSpec spec =
                new MapSpec(MapType.HASH, "exactly_15_char", 6, 20, 128, MapFlags.NO_PREALLOC);
        try (BpfMap map = BpfMap.create(spec.withNumaNode(0))) {
            MapInfo info = map.info();
            assertThat(info.type()).isEqualTo(MapType.HASH);
            assertThat(info.name()).isEqualTo("exactly_15_char");
            assertThat(info.keyBytes()).isEqualTo(6);
            assertThat(info.valueBytes()).isEqualTo(20);
            assertThat(info.maxEntries()).isEqualTo(128);
            assertThat(info.has(MapFlags.NO_PREALLOC | MapFlags.NUMA_NODE)).isTrue();
            assertThat(info.has(MapFlags.MMAPABLE)).isFalse();
        }
        assertThatThrownBy(() -> new MapSpec(MapType.HASH, "sixteen_chars_xx", 4, 4, 1, 0))
                .hasMessageContaining("up to 15");
        assertThatThrownBy(() -> BpfMap.create(new MapSpec(MapType.HASH, "bad", 4, 4, 0, 0)))
                .isInstanceOf(BpfException.class)
                .hasMessage("map 'bad': create failed: EINVAL (22): Invalid argument");
    }

    @Test
    void after_closing_every_use_is_an_illegal_state() {
        BpfMap map = create(MapType.HASH, 8);
        ByteBuffer key = map.newKeys(1);
        map.close();
        map.close();

        assertThatThrownBy(() -> map.delete(key))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("map 'test_map' is closed");
        assertThatThrownBy(() -> map.forEachKey(any -> true))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closing_waits_for_calls_that_run_and_refuses_later_ones() throws Exception {
        for (int round = 0; round < 50; round++) {
            BpfMap map = create(MapType.HASH, 8);
            List<Throwable> failures = new ArrayList<>();
            CountDownLatch running = new CountDownLatch(1);
            Thread user =
                    new Thread(
                            () -> {
                                ByteBuffer key = map.newKeys(1);
                                ByteBuffer value = map.newValues(1);
                                while (true) {
                                    map.update(key, value);
                                    running.countDown();
                                }
                            });
            user.setUncaughtExceptionHandler((thread, thrown) -> failures.add(thrown));
            user.start();
            running.await();
            map.close();
            user.join(10_000);
            assertThat(failures).singleElement().isInstanceOf(IllegalStateException.class);
        }
    }

    private static BpfMap create(MapType type, int entries) {
        boolean trie = type == MapType.LPM_TRIE;
        // An LRU hash evicts before it is full, per list of free entries.
        int room = type.name().startsWith("LRU") ? entries * 4 : entries;
        return BpfMap.create(
                new MapSpec(
                        type,
                        "test_map",
                        trie ? 8 : 4,
                        8,
                        room,
                        trie ? MapFlags.NO_PREALLOC : MapFlags.NONE));
    }

    private static void putKey(BpfMap map, ByteBuffer keys, int index) {
        if (map.info().type() == MapType.LPM_TRIE) {
            keys.putInt(index * 8, 32);
            keys.slice(index * 8 + 4, 4).order(ByteOrder.BIG_ENDIAN).putInt(0, index);
        } else {
            keys.putInt(index * 4, index);
        }
    }

    private static int index(BpfMap map, ByteBuffer key) {
        return map.info().type() == MapType.LPM_TRIE
                ? key.slice(4, 4).order(ByteOrder.BIG_ENDIAN).getInt(0)
                : key.getInt(0);
    }

    private static void putValue(BpfMap map, ByteBuffer values, int index, long value) {
        for (int at = 0; at < map.valueStride(); at += map.perCpuStride()) {
            values.putLong(index * map.valueStride() + at, value + at);
        }
    }

    private static List<Integer> numbers(int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(i);
        }
        return numbers;
    }
}
