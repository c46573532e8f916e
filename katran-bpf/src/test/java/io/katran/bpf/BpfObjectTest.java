package io.katran.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.katran.bpf.btf.ObjectBtf;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("bpf")
class BpfObjectTest {
    private static final int XDP_DROP = 1;
    private static final int XDP_PASS = 2;
    private static final int XDP_TX = 3;
    private static final byte[] PACKET = new byte[64];

    private BpfObject object;

    @BeforeEach
    void open() {
        object = BpfObject.fromResource("kj_test");
        try (BpfMap pattern =
                BpfMap.create(new MapSpec(MapType.ARRAY, "pattern", 4, 8, 16, MapFlags.NONE))) {
            object.setInnerMap("bare", pattern);
        }
    }

    @AfterEach
    void close() {
        object.close();
    }

    @Test
    void read_only_data_decides_what_the_program_does() {
        ObjectBtf btf = object.btf();
        ByteBuffer rodata = object.rodata();
        int verdict = btf.variable(".rodata", "cfg").field("verdict").offset();
        assertThat(rodata.getInt(verdict)).isEqualTo(XDP_DROP);
        rodata.putInt(verdict, XDP_TX);
        rodata.putLong(btf.variable(".rodata", "second").offset(), 100);

        object.load();

        int cpu = Cpus.online().get(0);
        TestResult result =
                Cpus.pinned(cpu, () -> object.program("kjt_main").testRun(TestRun.of(PACKET)));
        assertThat(result.returnValue()).isEqualTo(XDP_TX);
        assertThat(result.packet()).isEqualTo(PACKET);
        BpfMap hits = object.map("hits");
        ByteBuffer values = hits.newValues(8);
        hits.readRange(0, 8, values);
        assertThat(values.getLong(cpu * hits.perCpuStride())).isEqualTo(100);
        assertThat(values.getLong(hits.valueStride())).isZero();
    }

    @Test
    void what_is_stored_in_mapped_memory_is_seen_by_the_program() {
        object.load();
        try (MappedMap ring = object.map("ring").mmap()) {
            ring.buffer().putInt(0, 5);
        }

        object.program("kjt_main").testRun(TestRun.of(PACKET));

        assertThat(sumOfHits(5)).isEqualTo(2);
        assertThat(sumOfHits(0)).isZero();
    }

    @Test
    void a_test_run_gives_the_packet_back_as_the_program_left_it() {
        object.load();

        TestResult result =
                object.program("kjt_grow")
                        .testRun(
                                TestRun.of(
                                        new byte[] {
                                            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14
                                        }));

        assertThat(result.returnValue()).isEqualTo(XDP_PASS);
        assertThat(result.packet()).hasSize(34).startsWith(0xee, 0xee).endsWith(12, 13, 14);
        assertThat(result.packet()[19]).isEqualTo((byte) 0xee);
        assertThat(result.packet()[20]).isEqualTo((byte) 1);
    }

    @Test
    void a_repeated_or_live_test_run_runs_so_often() {
        object.load();

        object.program("kjt_main").testRun(TestRun.builder(PACKET).repeat(50).build());
        assertThat(sumOfHits(0)).isEqualTo(100);
        object.program("kjt_main")
                .testRun(TestRun.builder(PACKET).repeat(50).liveFrames(16).ingress(1, 0).build());
        assertThat(sumOfHits(0)).isEqualTo(200);
    }

    @Test
    void a_program_runs_on_the_cpu_its_thread_is_pinned_to() {
        object.load();

        for (int cpu : Cpus.online()) {
            TestResult result =
                    Cpus.pinned(cpu, () -> object.program("kjt_cpu").testRun(TestRun.of(PACKET)));
            assertThat(result.returnValue()).isEqualTo(cpu);
        }
    }

    @Test
    void a_packet_too_short_for_ethernet_is_refused() {
        object.load();

        assertThatThrownBy(() -> object.program("kjt_main").testRun(TestRun.of(new byte[3])))
                .hasMessage("program 'kjt_main': test run failed: EINVAL (22): Invalid argument");
    }

    @Test
    void programs_tell_what_they_cost() {
        object.load();
        ProgramInfo info = object.program("kjt_main").info();

        assertThat(info.name()).isEqualTo("kjt_main");
        assertThat(info.id()).isPositive().isEqualTo(object.program("kjt_main").id());
        assertThat(info.tag()).matches("[0-9a-f]{16}");
        assertThat(info.verifiedInstructions()).isBetween(20L, 1000L);
        assertThat(info.translatedBytes()).isPositive();
    }

    @Test
    void capacities_can_be_changed_and_maps_left_out() {
        object.setMaxEntries("flows", 1000);
        object.setAutocreate("optional", false);

        object.load();

        assertThat(object.map("flows").info().maxEntries()).isEqualTo(1000);
        assertThatThrownBy(() -> object.map("optional"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageStartingWith(
                        "BPF object 'kj_test' has no 'optional' that was loaded; it has ");
        assertThat(object.program("kjt_main").testRun(TestRun.of(PACKET)).returnValue())
                .isEqualTo(XDP_DROP);
    }

    @Test
    void a_map_left_out_that_a_program_needs_is_the_verifier_s_business() {
        object.setAutocreate("optional", false);
        object.rodata().put(object.btf().variable(".rodata", "use_optional").offset(), (byte) 1);

        assertThatThrownBy(object::load)
                .isInstanceOfSatisfying(
                        VerifierException.class, failure -> assertThat(failure.log()).isNotBlank())
                .hasMessageContaining("optional");
    }

    @Test
    void a_refused_program_comes_with_the_whole_verifier_log() {
        object.setProgramAutoload("kjt_refused", true);

        assertThatThrownBy(object::load)
                .isInstanceOfSatisfying(
                        VerifierException.class,
                        failure -> {
                            assertThat(failure.errno()).isEqualTo(Errno.EACCES);
                            assertThat(failure.log())
                                    .contains("invalid access to packet")
                                    .contains("processed ");
                        })
                .hasMessageContaining("kjt_refused")
                .hasMessageContaining("invalid access to packet");
    }

    @Test
    void two_instances_share_a_map() {
        object.load();
        try (BpfObject second = BpfObject.fromResource("kj_test")) {
            second.reuseMap("flows", object.map("flows"));
            second.reuseMap("bare", object.map("bare"));
            second.load();
            ByteBuffer key = second.map("flows").newKeys(1).putLong(0, 99);
            second.map("flows").update(key, second.map("flows").newValues(1));

            assertThat(second.map("flows").info().id()).isEqualTo(object.map("flows").info().id());
            assertThat(second.map("ring").info().id()).isNotEqualTo(object.map("ring").info().id());
            assertThat(object.map("flows").lookup(key, object.map("flows").newValues(1))).isTrue();
        }
    }

    @Test
    void a_map_of_another_shape_is_not_reused() {
        try (BpfMap other =
                BpfMap.create(
                        new MapSpec(MapType.HASH, "other", 4, 48, 64, MapFlags.NO_PREALLOC))) {
            assertThatThrownBy(() -> object.reuseMap("flows", other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "map 'flows' cannot reuse map 'other' (id "
                                    + other.info().id()
                                    + "): key size is 4 instead of 8, flags is 1 instead of 0");
        }
    }

    @Test
    void a_pattern_may_be_closed_before_loading_and_inner_maps_reach_the_program() {
        object.rodata()
                .put(
                        object.btf().variable(".rodata", "cfg").field("mac.bytes").offset(),
                        (byte) 0x5a);
        object.load();
        MapSpec spec = new MapSpec(MapType.ARRAY, "inner", 4, 8, 16, MapFlags.NONE);
        try (BpfMap inner = BpfMap.create(spec)) {
            ByteBuffer zero = inner.newKeys(1);
            object.map("slots").updateInner(zero, inner);
            object.map("bare").updateInner(zero, inner);
        }

        byte[] packet = object.program("kjt_main").testRun(TestRun.of(PACKET)).packet();
        assertThat(Arrays.copyOf(packet, 3)).containsExactly(0x5a, 0xbb, 0);
    }

    @Test
    void pins_outlive_the_object() throws Exception {
        try (TestBpffs bpffs = new TestBpffs()) {
            Path directory = bpffs.root().resolve("a/b");
            Bpffs.createDirectories(directory);
            Path flows = directory.resolve("flows");
            object.load();
            int id = object.map("flows").info().id();
            object.map("flows").pin(flows);
            object.program("kjt_cpu").pin(directory.resolve("program"));
            assertThatThrownBy(() -> object.map("flows").pin(flows))
                    .hasMessageContaining("pin failed: EEXIST (17)");
            object.close();

            try (BpfMap map = BpfMap.openPinned(flows);
                    BpfProgram program = BpfProgram.openPinned(directory.resolve("program"))) {
                assertThat(map.info().id()).isEqualTo(id);
                assertThat(program.name()).isEqualTo("kjt_cpu");
            }
            assertThatThrownBy(() -> XdpLink.openPinned(flows)).isInstanceOf(BpfException.class);
            assertThat(Bpffs.unlink(flows)).isTrue();
            assertThat(Bpffs.unlink(flows)).isFalse();
            assertThatThrownBy(() -> BpfMap.openPinned(flows))
                    .hasMessage(
                            "map "
                                    + flows
                                    + ": open failed: ENOENT (2): No such file or directory");
        }
    }

    @Test
    void a_bpffs_is_mounted_once_and_recognised(@TempDir Path directory) throws Exception {
        assertThat(Bpffs.isMounted(directory)).isFalse();
        assertThat(Bpffs.isMounted(directory.resolve("absent"))).isFalse();
        assertThatThrownBy(() -> Bpffs.mount(directory.resolve("absent")))
                .hasMessage(
                        "bpffs on "
                                + directory.resolve("absent")
                                + ": mount failed: "
                                + Errno.ENOENT);
        try (TestBpffs bpffs = new TestBpffs()) {
            assertThat(Bpffs.isMounted(bpffs.root())).isTrue();
            // A second mount on top would need a second umount.
            Bpffs.mount(bpffs.root());
        }
    }

    @Test
    void a_bpffs_that_covers_another_mount_is_recognised(@TempDir Path directory) throws Exception {
        ChildJvm.run(List.of("mount", "-t", "tmpfs", "none", directory.toString()));
        try {
            assertThat(Bpffs.isMounted(directory)).isFalse();
            Bpffs.mount(directory);
            assertThat(Bpffs.isMounted(directory)).isTrue();
            ChildJvm.run(List.of("umount", directory.toString()));
        } finally {
            ChildJvm.run(List.of("umount", directory.toString()));
        }
    }

    @Test
    void a_pin_outside_bpffs_says_where_it_should_be() {
        object.load();

        assertThatThrownBy(() -> object.map("flows").pin(Path.of("/tmp/kjtest-pin")))
                .isInstanceOf(BpfException.class)
                .hasMessageEndingWith("path /tmp/kjtest-pin; /tmp is no directory of a bpffs");
    }

    @Test
    void the_wrong_order_is_an_illegal_state() {
        assertThatThrownBy(() -> object.map("flows"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("BPF object 'kj_test' is OPEN, but this needs it LOADED");
        object.load();
        assertThatThrownBy(() -> object.setMaxEntries("flows", 2))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(object::rodata).isInstanceOf(IllegalStateException.class);
        BpfMap flows = object.map("flows");
        object.close();
        object.close();
        assertThatThrownBy(() -> object.map("flows")).hasMessageContaining("is CLOSED");
        assertThatThrownBy(() -> flows.delete(flows.newKeys(1)))
                .hasMessage("map 'flows' is closed");
    }

    @Test
    void unknown_names_are_refused() {
        assertThatThrownBy(() -> object.setMaxEntries("floes", 2))
                .hasMessage(
                        "'floes' of BPF object 'kj_test': set max_entries failed: ENOENT (2): No such file or directory");
        assertThatThrownBy(() -> object.initialValue(".nodata"))
                .hasMessageContaining("section '.nodata'");
        object.load();
        assertThatThrownBy(() -> object.program("kjt_mian"))
                .hasMessageContaining("kjt_main, kjt_grow, kjt_cpu, kjt_refused");
    }

    @Test
    void an_image_without_an_instruction_in_it_is_refused_with_libbpf_s_words() {
        byte[] broken = BpfObject.resource("kj_test");
        // The machine of the ELF header: anything but BPF.
        broken[18] = 62;

        assertThatThrownBy(() -> BpfObject.open("broken", broken))
                .isInstanceOf(BpfException.class)
                .hasMessageContaining("BPF object 'broken': open failed")
                .hasMessageContaining("libbpf:");
    }

    /** Loads the test object; for a JVM without privileges. */
    static final class Loader {
        private Loader() {}

        public static void main(String[] args) {
            try (BpfObject object = BpfObject.fromResource("kj_test")) {
                object.setAutocreate("bare", false);
                object.load();
                System.out.println("loaded");
            } catch (BpfException e) {
                System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
            }
        }
    }

    @Test
    void without_privileges_the_message_names_the_capabilities() throws Exception {
        ChildJvm.Result result =
                ChildJvm.run(
                        List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"),
                        List.of(),
                        Loader.class);

        assertThat(result.output())
                .contains(
                        "BpfException: BPF object 'kj_test': load failed: EPERM (1): Operation not permitted")
                .contains("CAP_BPF, CAP_NET_ADMIN and CAP_PERFMON");
    }

    private long sumOfHits(int index) {
        BpfMap hits = object.map("hits");
        ByteBuffer values = hits.newValues(1);
        hits.readRange(index, 1, values);
        long sum = 0;
        for (int at = 0; at < hits.valueStride(); at += hits.perCpuStride()) {
            sum += values.getLong(at);
        }
        return sum;
    }
}
